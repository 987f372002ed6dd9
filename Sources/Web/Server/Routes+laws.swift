// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// What the laws say of a case, and over all cases.
    static let laws: [Route] = [
        Route("GET", "/cases/{case}/laws", "What the laws say of a case", .member(LawsHandlers.show)),
        Route("GET", "/cases/{case}/facts/add", "The form for facts that were told", .member(LawsHandlers.form)),
        Route("POST", "/cases/{case}/facts", "Write down facts that were told", .member(LawsHandlers.record)),
        Route("GET", "/comparison", "The laws compared over the cases", .member(ComparisonHandlers.page)),
    ]

    static let lawsAPI: [Route] = [
        Route("GET", "/api/v1/cases/{case}/laws", "What the laws say of a case: victim", .member(LawsAPI.laws)),
        Route("GET", "/api/v1/comparison", "The laws compared over the cases", .member(LawsAPI.comparison)),
    ]
}
