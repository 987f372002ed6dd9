// SPDX-License-Identifier: Apache-2.0

import Testing
import Workflows

@testable import Web

/// Pictures hide what their tables hide, stay inside their frames, and say in words what they show.
@Suite struct PictureTests {
    private static let words = Words.english

    @Test func `a bar is as long as its number, and what is withheld has none`() {
        let picture = BarPicture(
            bars: [
                .init(label: "Labour", count: .known(40)), .init(label: "Begging", count: .known(10)),
                .init(label: "Organs", count: .withheld),
            ], words: Self.words)
        let html = picture.markup.html
        #expect(html.contains("Labour: 40") && html.contains("width=\"340\""))
        #expect(html.contains("width=\"85\"") && html.contains("width=\"0\""))
        #expect(html.contains("Organs: too few to show"))
    }

    @Test func `a line is broken where a number is withheld`() {
        let line = LinePicture.Line(label: "All", counts: [.known(10), .known(20), .withheld, .known(30)])
        let html = LinePicture(points: ["Q1", "Q2", "Q3", "Q4"], lines: [line], words: Self.words).markup.html
        #expect(html.matches(of: /M[0-9.]+ [0-9.]+/).count == 2)
        #expect(html.matches(of: /<circle/).count == 3 && html.contains("All: 30"))
    }

    @Test func `lines that cannot be told apart are not drawn`() {
        let lines = (0..<9).map { LinePicture.Line(label: "L\($0)", counts: [.known($0), .known($0)]) }
        let picture = LinePicture(points: ["2024", "2025"], lines: lines, words: Self.words)
        #expect(picture.markup.html.matches(of: /<path/).count == LinePicture.linesMax)
    }

    @Test func `a flow draws what has a number and nothing of what is withheld`() {
        let picture = FlowPicture(
            flows: [
                .init(from: "Nepal", to: "India", count: .known(30)),
                .init(from: "Nepal", to: "Qatar", count: .known(10)),
                .init(from: "Laos", to: "India", count: .withheld),
            ], ends: ("From", "To"))
        let html = picture.markup.html
        #expect(html.matches(of: /<path class="band"/).count == 2 && !html.contains("Laos"))
        #expect(html.contains("Nepal: 40") && html.contains("India: 30") && html.contains("Qatar: 10"))
        #expect(picture.height > 260)
    }

    @Test func `a flow by way of a third place passes through it`() {
        let picture = FlowPicture(
            stages: [
                [
                    .init(from: "Nepal", to: "India", count: .known(30)),
                    .init(from: "Nepal", to: "None", count: .known(9)),
                ],
                [
                    .init(from: "India", to: "Qatar", count: .known(30)),
                    .init(from: "None", to: "India", count: .known(9)),
                ],
            ], ends: ["From", "By way of", "To"])
        let html = picture.markup.html
        #expect(html.matches(of: /<path class="band"/).count == 4)
        #expect(html.matches(of: #/India: /#).count == 2 && html.contains("India: 30") && html.contains("India: 9"))
        #expect(html.contains("text-anchor=\"middle\">None: 9") && html.contains("By way of"))
    }

    @Test func `a tile of few people is empty`() {
        let picture = TilePicture(tiles: [.init(code: "LK", count: .known(12)), .init(code: "NP", count: .withheld)])
        let html = picture.markup.html
        #expect(html.contains(">12<") && html.contains(">–<") && html.contains("fill-opacity=\"0.00\""))
    }

    @Test func `each step of a funnel says its share of the first`() {
        let html = FunnelPicture(
            steps: [.init(label: "Registered", count: .known(50)), .init(label: "Helped", count: .known(20))],
            words: Self.words
        ).markup.html
        #expect(html.contains("Registered: 50 (100 %)") && html.contains("Helped: 20 (40 %)"))
    }

    @Test func `a picture has a name, a description and its table, and escapes what people wrote`() {
        let frame = PictureFrame(
            id: "a", title: "<b>", description: "x & y", height: 10, table: ("Table", "<table></table>"))
        let html = frame.markup("").html
        #expect(html.contains("aria-labelledby=\"a-t a-d\"") && html.contains("<title id=\"a-t\">&lt;b&gt;</title>"))
        #expect(html.contains("x &amp; y") && html.contains("<summary>Table</summary><table></table>"))
    }

    @Test func `numbers are written as SVG reads them`() {
        #expect([0, 1.04, 1.05, -2.25, 10].map(PictureFrame.number) == ["0", "1", "1.1", "-2.3", "10"])
        #expect([0, 0.05, 0.5, 1, 7].map(PictureFrame.hundredths) == ["0.00", "0.05", "0.50", "1", "1"])
        #expect(PictureFrame.fitting("Debt bondage", pixels: 40) == "Debt …")
    }
}
