// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Who helps, where, for anybody: HSDS 3. Not there unless the office serves a directory.
    static let directoryAPI: [Route] = [
        Route("GET", "/api/v1/hsds", "What the directory of services speaks (HSDS 3)", .anyone(DirectoryAPI.root)),
        Route("GET", "/api/v1/hsds/services", "Services, as far as they are public", .anyone(DirectoryAPI.services)),
        Route(
            "GET", "/api/v1/hsds/services/{service}", "One service, as far as it is public",
            .anyone(DirectoryAPI.service)),
        Route(
            "GET", "/api/v1/hsds/organizations", "Organisations that have public services",
            .anyone(DirectoryAPI.organizations)),
        Route(
            "GET", "/api/v1/hsds/organizations/{organization}", "One organisation with its public services",
            .anyone(DirectoryAPI.organization)),
    ]
}
