// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Workflows

@Suite struct FileNameTests {
    @Test func `a name shows what it is, and leads nowhere`() {
        let cases: [(String, String?)] = [
            ("pasaporte de Ángela.pdf", "pasaporte de Ángela.pdf"), ("../../etc/passwd", "passwd"),
            ("C:\\Users\\noor\\scan.png", "scan.png"), ("photo\u{202E}gpj.exe", "photogpj.exe"),
            ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"), ("ပုံ ၁.jpg", "ပုံ ၁.jpg"), ("𝒜😀.png", "𝒜😀.png"),
            ("", nil), ("...", nil), ("/", nil), (" \u{200B}\u{FEFF} ", nil), ("nul\0byte.txt", "nulbyte.txt"),
        ]
        for (given, wanted) in cases { #expect(FileName.clean(given) == wanted, "\(given)") }
        #expect(FileName.clean(String(repeating: "ə", count: 4_000))?.count == 255)
    }

    @Test func `what a browser is told is one header and any computer's name`() {
        for name in [
            "CON", "con.txt", "LPT1.pdf", "a\"b.pdf", "x;filename=y.exe", "ပုံ.jpg", "-rf", "~x", "%2e%2e.txt",
            "$(id).sh",
            String(repeating: "𝒜", count: 300) + ".jpeg",
        ] {
            let safe = FileName.safe(name)
            #expect(safe.utf8.count <= 150 && !["CON", "NUL"].contains(safe.uppercased()))
            let header = FileName.disposition(name)
            #expect(header.utf8.allSatisfy { $0 >= 32 && $0 < 127 })
            #expect(header.filter { $0 == "\"" }.count == 2 && header.hasPrefix("attachment; filename=\""))
        }
        #expect(FileName.safe("con.txt") == "_con.txt" && FileName.safe("concert.txt") == "concert.txt")
        #expect(
            FileName.disposition("naïve file.pdf")
                == "attachment; filename=\"na_ve file.pdf\"; filename*=UTF-8''na%C3%AFve%20file.pdf")
        #expect(FileName.safe(String(repeating: "x", count: 300) + ".jpeg").hasSuffix(".jpeg"))
    }
}
