// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// What there is to do: over all cases, and in one.
    static let work: [Route] = [
        Route("GET", "/work", "What one has to do: late, today, this week", .member(WorkHandlers.show)),
        Route("GET", "/cases/{case}/work", "Deadlines and tasks of a case", .member(CaseWorkHandlers.show)),
        Route("POST", "/cases/{case}/tasks", "Set a task", .member(CaseWorkHandlers.setTask)),
        Route("GET", "/cases/{case}/tasks/{task}", "One task", .member(TaskHandlers.show)),
        Route("POST", "/cases/{case}/tasks/{task}/done", "A task is done", .member(TaskHandlers.done)),
        Route("POST", "/cases/{case}/tasks/{task}/postpone", "Put a task off", .member(TaskHandlers.postpone)),
        Route("POST", "/cases/{case}/steps", "Write down what happened", .member(CaseWorkHandlers.noteStep)),
        Route(
            "POST", "/cases/{case}/steps/{step}/take-back", "Take back what was written by mistake",
            .member(CaseWorkHandlers.takeBack)),
        Route("GET", "/cases/{case}/search", "Search in one case: the page", .member(CaseSearchHandlers.page)),
        Route("POST", "/cases/{case}/search", "Search in one case", .member(CaseSearchHandlers.search)),
        Route(
            "GET", "/cases/{case}/people/{person}/timeline", "What happened when, over all cases of a person",
            .member(CaseSearchHandlers.timeline)),
        Route("GET", "/hand-over", "Who takes the cases of a colleague", .member(CaseloadHandlers.page)),
        Route("POST", "/hand-over", "Hand cases over", .member(CaseloadHandlers.handOver)),
        Route("GET", "/notices", "Being told by e-mail: the page", .member(NoticesHandlers.page)),
        Route("POST", "/notices", "Be told by e-mail that something waits", .member(NoticesHandlers.save)),
        Route("GET", "/api/v1/work", "What one has to do", .member(WorkHandlers.list)),
    ]
}
