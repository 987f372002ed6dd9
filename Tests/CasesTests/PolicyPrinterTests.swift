// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Cases

struct PolicyPrinterTests {
    @Test func `the matrix has a line for every role on every side and a cell for every class`() {
        let lines = PolicyPrinter.csv().split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(lines.count == 1 + 3 * Role.allCases.count)
        #expect(lines.allSatisfy { $0.count == 15 })
        #expect(lines[1].prefix(8) == ["caseworker", "owner", "W", "W", "W", "W", "W", "cR"])
    }

    @Test func `the printed page lists who sees something and is whole`() {
        let page = PolicyPrinter.html()
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
        #expect(page.contains("<th scope=\"row\">shelter manager</th><td>R</td><td>min</td><td>first</td>"))
        #expect(!page.contains("<script"))
    }

    @Test func `signs are told apart`() {
        #expect(Set(Cell.allCases.map(\.sign)).count == Cell.allCases.count)
    }

    @Test func `a byte tells every decision from every other`() {
        let decisions =
            [Decision.denyHidden] + Reason.allCases.map(Decision.denyVisible) + MaskKind.allCases.map(Decision.mask)
            + (0..<128).map { .permit(Obligations(rawValue: $0)) }
        #expect(Set(decisions.map(\.code)).count == decisions.count)
    }
}
