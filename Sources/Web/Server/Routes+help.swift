// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// What is needed, what became of it, and what was given.
    static let help: [Route] = [
        Route("GET", "/cases/{case}/help", "What is needed, and what became of it", .member(HelpHandlers.show)),
        Route("GET", "/cases/{case}/help/add", "The form for a need", .member(HelpHandlers.form)),
        Route("POST", "/cases/{case}/help/add", "Write down a need", .member(HelpHandlers.add)),
        Route("POST", "/cases/{case}/help/urgent", "Write down what is needed now", .member(HelpHandlers.urgent)),
        Route("POST", "/cases/{case}/help/{record}/act", "What became of a need", .member(HelpHandlers.act)),
        Route(
            "GET", "/cases/{case}/help/{record}/given", "The form for what was given",
            .member(HelpHandlers.deliveryForm)),
        Route("POST", "/cases/{case}/help/{record}/given", "Write down what was given", .member(HelpHandlers.deliver)),
        Route("POST", "/cases/{case}/help/proposed", "Take up what interviews propose", .member(HelpHandlers.takeUp)),
        Route("GET", "/cases/{case}/plan", "What the person wants to reach", .member(PlanHandlers.show)),
        Route("GET", "/cases/{case}/plan/print", "The plan as a sheet for the person", .member(PlanHandlers.paper)),
        Route("GET", "/help/calls", "Whom to call, where that is safe", .member(PlanHandlers.calls)),
        Route("GET", "/help/calls/print", "The same on paper", .member(PlanHandlers.callsOnPaper)),
        Route("GET", "/help/cascade", "From need to help that was completed", .member(CascadeHandlers.page)),
    ]

    static let helpAPI: [Route] = [
        Route("GET", "/api/v1/cases/{case}/help", "What is needed, and what became of it", .member(HelpAPI.show)),
        Route(
            "POST", "/api/v1/cases/{case}/help/{record}/act", "What became of a need; needs If-Match",
            .member(HelpAPI.act)),
        Route(
            "POST", "/api/v1/cases/{case}/help/{record}/deliveries", "Write down what was given",
            .member(HelpAPI.deliver)),
        Route("GET", "/api/v1/help/cascade", "From need to help that was completed", .member(HelpAPI.cascade)),
    ]
}
