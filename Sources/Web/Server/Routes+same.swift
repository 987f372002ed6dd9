// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Who may stand in the register twice, and what is decided.
    static let same: [Route] = [
        Route("GET", "/duplicates", "Who may stand in the register twice", .member(SameHandlers.list)),
        Route("GET", "/duplicates/{first}/{second}", "Two people side by side", .member(SameHandlers.show)),
        Route(
            "POST", "/duplicates/{first}/{second}", "One person, two, or ask later", .member(SameHandlers.decide)),
    ]

    static let sameAPI: [Route] = [
        Route("POST", "/api/v1/people/known", "Whom a description may mean, with reasons", .member(SameAPI.known)),
        Route("GET", "/api/v1/people/{person}", "The record that goes on for a person", .member(SameAPI.person)),
        Route("GET", "/api/v1/duplicates", "Who may stand in the register twice", .member(SameAPI.list)),
        Route("GET", "/api/v1/duplicates/{first}/{second}", "Two people side by side", .member(SameAPI.show)),
        Route(
            "POST", "/api/v1/duplicates/{first}/{second}", "One person, two, or ask later",
            .member(SameAPI.decide)),
    ]
}
