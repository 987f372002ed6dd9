// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite struct APITests {
    private func call(
        _ test: TestSite, _ method: String, _ path: String, _ body: String = "", token: String? = nil,
        headers: [(String, String)] = []
    ) async -> (status: Int, json: [String: Any], response: WebResponse) {
        let all = headers + (token.map { [("authorization", "Bearer \($0)")] } ?? [])
        let answer = await test.site.respond(to: WebRequest(method, path, headers: all, body: Array(body.utf8)))
        return (
            answer.status, (try? JSONSerialization.jsonObject(with: Data(answer.body))) as? [String: Any] ?? [:], answer
        )
    }

    private func token(_ test: TestSite) async throws -> String {
        let answer = await call(
            test, "POST", "/api/v1/session", #"{"name":"dilani","passphrase":"\#(TestSite.passphrase)"}"#)
        #expect(answer.status == 201)
        return try #require(answer.json["token"] as? String)
    }

    @Test func `a program registers, reads and changes a case, and is told of a conflict with both versions`()
        async throws
    {
        let test = try await TestSite()
        defer { test.remove() }
        let token = try await token(test)
        let made = await call(
            test, "POST", "/api/v1/cases", #"{"values":{"prs_FirstName":"Oumar","prs_Birthdate":{"date":"2009~"}}}"#,
            token: token)
        #expect(made.status == 201)
        let path = try #require(made.response.header("location"))
        let read = await call(test, "GET", path, token: token)
        let person = try #require((read.json["people"] as? [[String: Any]])?.first?["id"] as? String)
        let record = "\(path)/records/\(person)"
        #expect(await call(test, "PUT", record, #"{"values":{}}"#, token: token).status == 428)
        let first = await call(
            test, "PUT", record, #"{"values":{"prs_FirstName":"Oumar","prs_Birthdate":{"date":"2008"}}}"#, token: token,
            headers: [("if-match", "\"1\"")])
        #expect(first.status == 200 && first.response.header("etag") == "\"2\"")
        let late = await call(
            test, "PUT", record, #"{"values":{"prs_FirstName":"Oumar","prs_Birthdate":{"date":"2007"}}}"#, token: token,
            headers: [("if-match", "\"1\"")])
        #expect(late.status == 412 && late.response.header("etag") == "\"2\"")
        #expect(late.json["seen"] != nil && late.json["current"] != nil && late.json["mine"] != nil)
        let found = await call(test, "POST", "/api/v1/cases/search", #"{"text":"oumar"}"#, token: token)
        #expect(found.json["total"] as? Int == 1)
        #expect(await call(test, "GET", "/api/v1/cases?q=oumarou", token: token).status == 400)
        #expect(await call(test, "GET", "/api/v1/people?name=oumarou", token: token).status == 404)
        let people = await call(test, "POST", "/api/v1/people/search", #"{"name":"oumar"}"#, token: token)
        #expect(people.status == 200 && people.response.text.contains("Oumar"))
        #expect(
            await call(
                test, "POST", "\(path)/records", #"{"kind":"comment","values":{"cco_CaseComment":"x"}}"#, token: token
            ).status == 201)
    }

    @Test func `what is wrong comes as a problem that holds no values`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let token = try await token(test)
        let bad = await call(
            test, "POST", "/api/v1/cases", #"{"values":{"prs_Gender":["Zebra"],"nope":"x"}}"#, token: token)
        #expect(bad.status == 422 && bad.response.header("content-type") == ProblemDetails.mediaType)
        #expect(!bad.response.text.contains("Zebra"))
        #expect(await call(test, "POST", "/api/v1/cases", "{", token: token).status == 400)
        #expect(await call(test, "GET", "/api/v1/cases/00000000000000000000000000000000", token: token).status == 404)
        #expect(await call(test, "GET", "/api/v1/cases").status == 401)
        #expect(await call(test, "GET", "/api/v1/cases", token: "0000").status == 401)
        #expect(
            await call(test, "POST", "/api/v1/session", #"{"name":"dilani","passphrase":"wrong"}"#).status == 401)
        #expect(await call(test, "GET", "/api/v1/codebook").json["fields"] != nil)
    }

    @Test func `a browser's cookie alone changes nothing through the interface for programs`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let body = #"{"values":{"prs_FirstName":"Oumar"}}"#
        let home = browser.headers + [("sec-fetch-site", "same-origin")]
        let token = [("x-form-token", browser.formToken)]
        #expect(await call(test, "POST", "/api/v1/cases", body, headers: home).status == 403)
        #expect(await call(test, "POST", "/api/v1/cases", body, headers: browser.headers + token).status == 403)
        #expect(await call(test, "POST", "/api/v1/cases", body, headers: home + token).status == 201)
        #expect(await call(test, "DELETE", "/api/v1/session", headers: home + token).status == 204)
        #expect(await call(test, "GET", "/api/v1/cases", headers: browser.headers).status == 401)
    }
}
