// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Figures that somebody outside asks for.
    static let reports: [Route] = [
        Route("GET", "/reports", "The reports there are", .member(ReportHandlers.list)),
        Route("GET", "/reports/{pack}", "The figures of one report for one period", .member(ReportHandlers.show)),
        Route(
            "GET", "/reports/{pack}/file", "The same as a workbook or as CSV with HXL tags",
            .member(ReportHandlers.file)),
    ]

    static let reportsAPI: [Route] = [
        Route("GET", "/api/v1/reports", "The reports and figures there are", .member(ReportHandlers.listForPrograms)),
        Route(
            "GET", "/api/v1/reports/{pack}", "The figures of one report: period, or from and to; definition, country",
            .member(ReportHandlers.forPrograms)),
    ]
}
