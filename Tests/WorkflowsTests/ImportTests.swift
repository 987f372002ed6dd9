// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Standard
import Store
import Testing

@testable import Workflows

@Suite struct ImportTests {
    static let header = "prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,prs_Citizenship,con_Consent\n"
    static let two = header + "නිමාලි,පෙරේරා,1998-05-12,Feminine,LK,TRUE\nHương,Nguyễn,1997,Feminine,VN;NA,FALSE\n"

    @Test func `a file becomes cases and the cases become the file's rows again`() async throws {
        try await Office.with { office in
            let outcome = try await office.take(Self.two)
            #expect(outcome.rows == 2 && outcome.imported == 2 && outcome.skipped == 0 && outcome.findings.isEmpty)
            let file = try await exportRegister(
                as: .htcdsCSV, approved: true, by: office.supervisor, in: office.store)
            let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 3 && lines[0].split(separator: ",").count == 84)
            #expect(lines[1].contains("නිමාලි") && lines[2].contains("VN;NA") && lines[2].hasSuffix("FALSE"))
        }
    }

    @Test func `a dry run takes in nothing`() async throws {
        try await Office.with { office in
            let outcome = try await office.take(Self.two, dryRun: true)
            #expect(outcome.rows == 2 && outcome.imported == 0 && outcome.batch == nil)
            #expect(office.store.counts().cases == 0)
        }
    }

    @Test func `the same file is recognised and taken in once`() async throws {
        try await Office.with { office in
            _ = try await office.take(Self.two)
            let again = try await office.take(Self.two)
            #expect(again.imported == 0 && again.skipped == 2 && again.isRefused)
            #expect(again.findings.first?.code == .sameFile)
            #expect(office.store.counts().cases == 2)
        }
    }

    @Test func `somebody known already is proposed and never merged`() async throws {
        try await Office.with { office in
            _ = try await office.take(Self.two)
            let second = try await office.take(Self.header + "Nguyễn,Hương,1997,,,\n")
            #expect(second.imported == 1 && second.possibleDuplicates == 1)
            #expect(second.findings.contains { $0.code == .possibleDuplicate && $0.row == 2 })
            #expect(!second.findings.contains { $0.message.contains("Hương") })
            #expect(office.store.counts().people == 3)
        }
    }

    @Test func `people alike within one file are proposed by row, and a repeated row is noted once`() async throws {
        try await Office.with { office in
            let rows = [
                "Hương,Nguyễn,1997,,,", "Nguyen,Huong,1997,,,", "Hương,Nguyễn,1988,,,", "Hương,Nguyễn,1988,,,",
                "Hương,Nguyễn,,,,", "Lan,Trần,,,,", ",,1997,Feminine,,", ",,1997,Masculine,,",
            ]
            let outcome = try await office.take(Self.header + rows.joined(separator: "\n") + "\n")
            #expect(outcome.imported == 8 && office.store.counts().people == 8)
            let proposed = outcome.findings.filter { $0.code == .possibleDuplicate }
            #expect(
                proposed.map(\.row) == [3, 6], "another birth year is another person; a row without a name is nobody's")
            #expect(proposed.allSatisfy { $0.message.contains("row 2") })
            #expect(outcome.findings.filter { $0.code == .duplicateRow }.map(\.row) == [5])
            #expect(outcome.possibleDuplicates == 3)
        }
    }

    @Test func `what the codebook does not know is kept in a draft`() async throws {
        try await Office.with { office in
            let outcome = try await office.take("prs_FirstName,prs_Gender,Shoe size\nAna,Femenine,38\n")
            #expect(outcome.imported == 1 && outcome.drafts == 1)
            #expect(outcome.findings.contains { $0.field == "prs_Gender" && $0.suggestion == "Feminine" })
            let drafts = try await listCases(CaseQuery(draftsOnly: true), by: office.owner, in: office.store)
            #expect(drafts.total == 1)
            let file = try await readCase(drafts.lines[0].id, by: office.owner, in: office.store)
            let note = file.caseRecord?.record.text("wh_ImportNote") ?? ""
            #expect(note.contains("Femenine") && note.contains("Shoe size") && note.contains("38"))
        }
    }

    @Test func `an import can be undone whole, once, and taken in again`() async throws {
        try await Office.with { office in
            let outcome = try await office.take(Self.two)
            try await undoImport(outcome.batch!, by: office.owner, in: office.store)
            #expect(office.store.counts().cases == 0 && office.store.counts().people == 0)
            let found = try await findPeople(named: "huong", by: office.owner, in: office.store)
            #expect(found.isEmpty)
            await #expect(throws: StoreError.notFound) {
                try await undoImport(outcome.batch!, by: office.owner, in: office.store)
            }
            #expect(try await office.take(Self.two).imported == 2)
        }
    }

    @Test func `an import that somebody has worked on since is not undone`() async throws {
        try await Office.with { office in
            let outcome = try await office.take(Self.two)
            let line = try await listCases(CaseQuery(text: "huong"), by: office.owner, in: office.store).lines[0]
            _ = try await addRecord(
                Draft(.comment, ["cco_CaseComment": .text("Called her sister.")]), toCase: line.id, by: office.owner,
                store: office.store)
            await #expect(throws: StoreError.editedSince(1)) {
                try await undoImport(outcome.batch!, by: office.owner, in: office.store)
            }
            #expect(office.store.counts().cases == 2)
        }
    }

    @Test func `after an import, an edit and an undo the register verifies`() async throws {
        try await Office.with { office in
            let outcome = try await office.take(Self.two)
            try await undoImport(outcome.batch!, by: office.owner, in: office.store)
            _ = try await office.take(Self.two)
            try await office.store.close()
            let sealed = try await SealedStore.open(office.folder)
            let result = try await sealed.verify(with: Office.secret, deep: true)
            #expect(result.isWhole, "\(result.faults)")
            try await sealed.close()
        }
    }
}

extension ImportTests {
    @Test func `a file longer than what is read ahead comes in whole and in order`() async throws {
        try await Office.with { office in
            let rows = (0..<6_001).map { "Invented\($0),,,,,\n" }.joined()
            let outcome = try await office.take(Self.header + rows)
            #expect(outcome.imported == 6_001)
            let file = try await exportRegister(
                as: .htcdsCSV, approved: true, by: office.supervisor, in: office.store)
            let names = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").dropFirst()
            #expect(names.enumerated().allSatisfy { $1.contains("Invented\($0),") })
        }
    }

    @Test func `a long file that turns out broken at its end leaves nothing`() async throws {
        try await Office.with { office in
            let rows = (0..<6_000).map { "{\"prs_FirstName\":\"Invented\($0)\"}" }.joined(separator: ",")
            let broken = ImportRequest(bytes: Array("[\(rows),{\"prs_FirstName\":".utf8), fileName: "broken.json")
            await #expect(throws: (any Error).self) { try await importFile(broken, by: office.owner, in: office.store) }
            #expect(office.store.counts().cases == 0)
            let after = try await office.take(Self.two)
            #expect(after.imported == 2)
        }
    }
}
