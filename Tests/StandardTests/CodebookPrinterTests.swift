// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@Suite struct CodebookPrinterTests {
    let codebook = Codebook.current

    /// A codebook with every character that some format minds.
    private var awkward: Codebook {
        let evil = "<script>\"x\" & 'y', é\r\n; {}"
        let value = PicklistValue(name: "A\"<", label: evil, definition: evil, downgrade: .dropped(evil))
        let field = Field(
            name: "wh_<b>\"&", section: .person, kind: .picklist("l\"<", multiple: true), label: evil, definition: evil,
            isCore: true, status: .own, fieldClass: .f1, role: .quasi, downgrade: .to("prs_X", value: evil))
        return Codebook(
            fields: [field], picklists: ["l\"<": Picklist(id: "l\"<", values: [value])], aliases: [evil: "wh_<b>\"&"])
    }

    @Test func `the JSON reads back with every field and value in order`() throws {
        let text = CodebookPrinter.json(codebook)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["version", "standard", "fields", "picklists", "aliases"])
        let fields = try #require(object["fields"] as? [[String: Any]])
        #expect(fields.map { $0["name"] as? String } == codebook.fields.map(\.name.rawValue))
        let keys: Set = [
            "name", "section", "type", "kind", "label", "definition", "core", "status", "class", "role", "picklist",
            "multiple", "downgrade",
        ]
        #expect(fields.allSatisfy { Set($0.keys) == keys })
        let control = try #require(fields.first { $0["name"] as? String == "vic_MethodsOfControl" })
        #expect(control["kind"] as? String == "picklist" && control["multiple"] as? Bool == true)
        #expect(control["core"] as? Bool == true && control["downgrade"] is NSNull)
        let lists = try #require(object["picklists"] as? [String: [[String: Any]]])
        for (id, list) in codebook.picklists {
            #expect(lists[id]?.map { $0["name"] as? String } == list.values.map(\.name))
        }
        let ours = try #require(lists["methodsOfControl"]?.first { $0["name"] as? String == "UsesChildren" })
        #expect((ours["downgrade"] as? [String: String])?["value"] == "Other")
        #expect((object["aliases"] as? [String: String])?.count == codebook.aliases.count)
        #expect(text == CodebookPrinter.json(codebook))
    }

    @Test func `the CSV reads back with every field and value`() {
        let rows = Published.csv(CodebookPrinter.csv(codebook))
        #expect(rows.allSatisfy { $0.count == 14 })
        #expect(rows.filter { $0[0] == "field" }.map { $0[2] } == codebook.fields.map(\.name.rawValue))
        #expect(rows.filter { $0[0] == "value" }.count == codebook.picklists.values.map(\.values.count).reduce(0, +))
        // Nothing that a spreadsheet would take for a formula.
        #expect(!rows.joined().contains { cell in ["=", "+", "-", "@"].contains { cell.hasPrefix($0) } })
    }

    @Test func `texts with quotes, tags and line breaks survive every format`() throws {
        let json = try JSONSerialization.jsonObject(with: Data(CodebookPrinter.json(awkward).utf8)) as? [String: Any]
        #expect(((json?["fields"] as? [[String: Any]])?.first?["label"] as? String) == awkward.fields[0].label)
        // The test's reader drops carriage returns.
        let cells = Published.csv(CodebookPrinter.csv(awkward))[1]
        #expect(cells[3] == awkward.fields[0].label.replacingOccurrences(of: "\r", with: ""))
        let page = CodebookPrinter.html(awkward)
        #expect(!page.contains("<script") && !page.contains("<b>") && page.contains("&lt;script&gt;"))
    }

    @Test func `the page is well formed, loads nothing, and leads to every field and list`() throws {
        let page = CodebookPrinter.html(codebook)
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
        for field in codebook.fields { #expect(page.contains("<tr id=\"\(field.name)\">")) }
        let anchors = Set(page.matches(of: #/id="([^"]+)"/#).map { String($0.1) })
        let links = page.matches(of: #/href="#([^"]+)"/#).map { String($0.1) }
        #expect(links.count > 80 && links.allSatisfy(anchors.contains))
        #expect(page.matches(of: #/id="/#).count == anchors.count)
        for tag in ["table", "section", "tr", "td", "th", "details", "div", "ul", "main", "nav"] {
            let opened = page.matches(of: try Regex("<\(tag)[ >]")).count
            #expect(opened == page.components(separatedBy: "</\(tag)>").count - 1, "\(tag)")
        }
    }
}
