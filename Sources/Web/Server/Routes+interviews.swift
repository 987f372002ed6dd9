// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Questionnaires, and interviews in a case.
    static let interviews: [Route] = [
        Route("GET", "/instruments", "The questionnaires there are", .member(InstrumentHandlers.list)),
        Route("GET", "/instruments-measured", "How well questionnaires did", .member(InstrumentHandlers.measured)),
        Route("GET", "/instruments/{instrument}", "One questionnaire", .member(InstrumentHandlers.show)),
        Route("GET", "/instruments/{instrument}/paper", "Its paper form", .member(InstrumentHandlers.paper)),
        Route("GET", "/cases/{case}/interviews/new", "Choose a questionnaire", .member(InterviewHandlers.choose)),
        Route(
            "POST", "/cases/{case}/interviews/choose", "Say what is known, to choose by",
            .member(InterviewHandlers.narrow)),
        Route("POST", "/cases/{case}/interviews", "Begin an interview", .member(InterviewHandlers.begin)),
        Route(
            "GET", "/cases/{case}/interviews/{record}", "The next question, or the result",
            .member(InterviewHandlers.show)),
        Route(
            "POST", "/cases/{case}/interviews/{record}", "Answer, leave for later, pause, go on, end",
            .member(InterviewHandlers.step)),
        Route(
            "GET", "/cases/{case}/interviews/{record}/answers", "All answers of an interview",
            .member(InterviewHandlers.answers)),
    ]
}
