// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange
import Testing

@testable import Directory

/// The samples published with HSDS 3. They are under a licence of their own and lie beside the repository, not in it;
/// without them these tests say that they were skipped.
struct SampleTests {
    static let folder: URL? = {
        var folder = Here.root
        while folder.path != "/" {
            let candidate = folder.appending(path: "shared/data/hsds")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        FileHandle.standardError.write(Data("SKIPPED: no shared/data/hsds beside the repository\n".utf8))
        return nil
    }()

    /// Every sample in JSON, from the folder down.
    static let samples: [String] = {
        guard let folder, let all = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else { return [] }
        return all.filter {
            $0.hasSuffix(".json")
                && ($0.contains("examples/") || $0.contains("mocks/") || $0.contains("mock-hsds-api/"))
                && !$0.contains("datapackage")
        }.sorted()
    }()

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder!.appending(path: name)))
    }

    /// Front pages of an API, and samples that are made to fail.
    private static func isNoDirectory(_ name: String) -> Bool {
        ["base.json", "root.json", "api_details.json", "dashboard_service_details_response.json"].contains {
            name.hasSuffix($0)
        }
    }

    @Test(arguments: samples) func `each sample comes out as it went in`(name: String) throws {
        let bytes = try Self.bytes(name)
        do throws(DirectoryRefused) {
            let file = try DirectoryReader.read(bytes, under: words)
            #expect(!Self.isNoDirectory(name) && !file.kinds.isEmpty)
            var before = JSONScanner(bytes[...])
            var after = JSONScanner(DirectoryWriter.json(file)[...])
            #expect(Same(try! before.value()) == Same(try! after.value()))
            // And once more: what was written is read the same.
            let again = try DirectoryReader.read(DirectoryWriter.json(file), under: words)
            #expect(DirectoryWriter.json(again) == DirectoryWriter.json(file))
        } catch {
            let said = error.findings.filter { $0.severity == .error }
            #expect(Self.isNoDirectory(name) || name.contains("Fail"), "\(name): \(said)")
            #expect(!said.isEmpty)
        }
    }

    @Test func `samples made to fail are refused with their places`() throws {
        guard Self.folder != nil else { return }
        let bytes = try Self.bytes("uk-v3-mocks/V3.0-UK-Fail/service_list.json")
        do throws(DirectoryRefused) {
            _ = try DirectoryReader.read(bytes, under: words)
            Issue.record("it was taken")
        } catch {
            let said = error.findings.map(\.description)
            #expect(said.contains("error: contents[0]: “name” is missing"))
            #expect(said.contains("warning: contents[0].email: this is no e-mail address"))
        }
    }

    private static func texts(_ json: WrittenJSON) -> Same {
        switch json {
        case .object(let members):
            .object(Dictionary(members.map { ($0.key, texts($0.value)) }, uniquingKeysWith: { a, _ in a }))
        case .list(let list): .list(list.map(texts))
        case .null, .flag, .number, .text: .scalar(json.text ?? "")
        }
    }

    @Test(arguments: ["examples/csv", "3.1-dev/examples/csv"])
    func `the sample tables come out as they went in, and make the sample service`(path: String) throws {
        guard let folder = Self.folder else { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)
        let files = try names.map { (name: $0, bytes: try Self.bytes("\(path)/\($0)")) }
        let file = try DirectoryReader.read(folder: files, under: words)
        #expect(file.serviceCount == 1 && !file.findings.contains { $0.severity == .error })
        let out = try #require(DirectoryWriter.folder(file))
        #expect(Set(out.map(\.name)) == Set(names))
        for one in out where one.name.hasSuffix(".csv") {
            let before = try CSVTable(files.first { $0.name == one.name }!.bytes)
            let after = try CSVTable(one.bytes)
            #expect(
                before.heading == after.heading && before.rows.map(\.texts) == after.rows.map(\.texts), "\(one.name)")
        }
        // The tables of the samples are the same directory as the sample in one JSON file.
        guard path.hasPrefix("examples") else { return }
        let tabular = try DirectoryReader.read(Self.bytes("examples/tabular.json"), under: words)
        // A table cannot tell the text “100” from the number.
        #expect(tabular.services.map(Self.texts) == file.services.map(Self.texts))
        let service = try #require(file.services.first)
        #expect(service.text("name") == "Community Counselling")
        #expect(service["organization"]?.text("name") == "Example Organization Inc.")
        #expect(service.list("service_at_locations")[0]["location"]?.text("name") == "MyCity Civic Center")
        #expect(service.list("phones")[0].list("languages")[0].text("code") == "ur")
    }
}
