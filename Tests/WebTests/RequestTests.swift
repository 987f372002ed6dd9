// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite struct RequestTests {
    @Test func `a form is read as browsers write it`() {
        let pairs = FormPairs(urlEncoded: Array("a=1+2&b=%C3%A9%26&a=&c&d=100%&%65=x=y".utf8))
        #expect(pairs.pairs.map(\.name) == ["a", "b", "a", "c", "d", "e"])
        #expect(pairs.pairs.map(\.value) == ["1 2", "é&", "", "", "100%", "x=y"])
        #expect(pairs.all("a") == ["1 2", ""])
        #expect(FormPairs(urlEncoded: []).pairs.isEmpty)
    }

    @Test func `percent-coding comes back`() {
        let text = "Nguyễn Thị / ශ්‍රී ?&=+% 😀\n"
        #expect(PercentCoding.decodeForm(Array(PercentCoding.encode(text).utf8)) == text)
    }

    private func upload(_ body: String, limit: Int = 1 << 20) throws -> [MultipartForm.Part] {
        var form = try MultipartForm(contentType: "multipart/form-data; boundary=\"xYz\"", limit: limit)
        for byte in body.utf8 { try form.take([byte]) }
        return try form.finish()
    }

    @Test func `an upload is cut into its parts`() throws {
        let head = "--xYz\r\nContent-Disposition: form-data; name="
        let parts = try upload(
            "\(head)\"token\"\r\n\r\nabc\r\n\(head)\"file\"; filename=\"C:\\\\x\\\\liste é.xlsx\"\r\n"
                + "Content-Type: x/y\r\n\r\n"
                + "\r\n--xY\r\n\0\u{1}--\r\n\(head)\"none\"; filename=\"\"\r\n\r\n\r\n--xYz--\r\n")
        #expect(parts.map(\.name) == ["token", "file", "none"])
        #expect(parts[0].text == "abc")
        #expect(parts[1].fileName == "liste é.xlsx")
        #expect(parts[1].text == "\r\n--xY\r\n\0\u{1}--")
        #expect(parts[2].bytes.isEmpty && parts[2].fileName == "")
    }

    @Test func `an upload that is broken or too long is refused`() throws {
        for body in [
            "", "--xYz", "--xYz\r\n", "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc", "--other--",
        ] {
            #expect(throws: MultipartForm.Failure.malformed) { try upload(body) }
        }
        #expect(throws: MultipartForm.Failure.tooLarge(10)) { try upload("--xYz\r\n1234567890", limit: 10) }
        #expect(throws: MultipartForm.Failure.notMultipart) { try MultipartForm(contentType: "text/plain; boundary=x") }
    }

    @Test func `cookies of a plain and of a secure connection do not mix`() {
        #expect(SessionCookie.token(in: "a=b; s=abc", isSecure: false) == "abc")
        #expect(SessionCookie.token(in: "s=abc", isSecure: true) == nil)
        #expect(SessionCookie.token(in: "__Host-s=abc", isSecure: true) == "abc")
        #expect(SessionCookie.token(in: "s=abc; s=xyz", isSecure: false) == nil)
        #expect(SessionCookie.begin("t", isSecure: true) == "__Host-s=t; Path=/; HttpOnly; SameSite=Strict; Secure")
    }

    @Test func `only one exact version matches`() {
        #expect(VersionTag.version(ifMatch: VersionTag.header(7)) == 7)
        for other in ["*", "W/\"7\"", "\"7\", \"8\"", "7", "\"0\"", "\"-1\"", "", "\"\""] {
            #expect(VersionTag.version(ifMatch: other) == nil, "\(other)")
        }
    }
}
