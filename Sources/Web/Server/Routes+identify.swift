// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// What was reported, what authorities concluded, and what concerns children.
    static let identify: [Route] = [
        Route("GET", "/signals", "What was reported and waits", .member(SignalHandlers.list)),
        Route("GET", "/signals/new", "The form for a signal", .member(SignalHandlers.form)),
        Route("POST", "/signals", "Report a signal", .member(SignalHandlers.report)),
        Route("GET", "/signals/{case}", "One signal", .member(SignalHandlers.show)),
        Route("POST", "/signals/{case}", "Decide what becomes of a signal", .member(SignalHandlers.decide)),
        Route("GET", "/cases/{case}/status", "What authorities concluded", .member(StatusHandlers.show)),
        Route("GET", "/cases/{case}/status/add", "The form for a determination", .member(StatusHandlers.form)),
        Route("POST", "/cases/{case}/status/add", "Write down a determination", .member(StatusHandlers.add)),
        Route("GET", "/cases/{case}/age", "Age, guardian and what is best for a child", .member(AgeHandlers.show)),
        Route("GET", "/api/v1/signals", "What was reported and waits", .member(SignalAPI.list)),
        Route("POST", "/api/v1/signals", "Report a signal", .member(SignalAPI.report)),
    ]
}
