// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// Counts: pictures, tables of one's own making, files.
    static let numbers: [Route] = [
        Route("GET", "/numbers", "Numbers: the standing pictures", .member(NumbersHandlers.board)),
        Route(
            "GET", "/numbers/table", "Numbers: a table of one's own making",
            .member(NumbersHandlers.table)),
        Route(
            "GET", "/numbers/table.csv", "The same as CSV with HXL hashtags", .member(NumbersHandlers.csv)
        ),
        Route(
            "GET", "/numbers/table.xlsx", "The same as a workbook with notes",
            .member(NumbersHandlers.xlsx)),
        Route("POST", "/numbers/keep", "Keep a table under a name", .member(NumbersHandlers.keep)),
        Route(
            "POST", "/numbers/forget", "Forget a table that was kept", .member(NumbersHandlers.forget)),
        Route("GET", "/api/v1/numbers", "A table of counts", .member(NumbersHandlers.api)),
    ]
}
