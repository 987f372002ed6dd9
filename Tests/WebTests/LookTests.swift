// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing

@testable import Web

/// What somebody sees who glances at the screen, the tab, the address or the history.
@Suite struct LookTests {
    private static let telling = ["case", "victim", "traffick", "survivor", "wayhouse", "htcds", "house by the lake"]

    @Test func `before signing in nothing says what this is`() async throws {
        for isOpen in [true, false] {
            let test = try await TestSite(isOpen: isOpen)
            defer { test.remove() }
            for path in ["/sign-in", "/first-sign-in", "/unseal", "/quiet", "/nowhere", "/favicon.ico"] {
                let text = await test.get(path).text.lowercased()
                for word in Self.telling { #expect(!text.contains(word), "\(path) \(word)") }
            }
        }
    }

    @Test func `the office's choice shows in tab, icon, colour and where leaving leads`() async throws {
        var settings = SiteSettings(neutralName: "Recipes", icon: .basket, accent: .plum)
        settings.leaveAddress = "https://weather.example/today"
        let test = try await TestSite(settings: settings)
        defer { test.remove() }
        let page = await test.get("/sign-in").text
        #expect(page.contains("<title>Recipes</title>") && page.contains("data-accent=\"plum\""))
        #expect(page.contains("data-leave=\"https://weather.example/today\""))
        #expect(await test.get("/assets/icon.svg").text == SiteSettings.Icon.basket.svg)
        let quiet = await test.get("/quiet")
        #expect(quiet.header("refresh") == "0; url=https://weather.example/today")
        let left = await test.post("/quick-exit", [:], as: try await test.signIn())
        #expect(left.header("location") == "/quiet", "a form of ours may lead nowhere else: the quiet page leads on")
    }

    @Test func `titles and addresses hold codes only, signed in or not`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let made = await test.post("/cases", ["request": "k", "prs_FirstName": "Nimali"], as: browser)
        let address = try #require(made.header("location"))
        #expect(address.wholeMatch(of: #/\/cases\/[0-9a-f]{32}\?done=\w+/#) != nil)
        let page = await test.get(address, as: browser).text
        #expect(page.contains("Nimali") && page.contains("<title>Notes</title>"))
        let links = page.matches(of: #/(?:href|action)="([^"]*)"/#).map { String($0.1) }
        #expect(links.count > 10 && !links.contains { $0.contains("Nimali") })
    }

    @Test(arguments: [
        ("/quiet", true), ("/", true), ("https://weather.example/", true), ("//evil.example", false),
        ("https://", false),
        ("http://weather.example", false), ("javascript:alert(1)", false), ("https://a\"b", false), ("/a;b", false),
        ("https://a b", false), ("", false),
    ]) func `leaving leads only to a path of ours or an encrypted page`(address: String, isTaken: Bool) {
        #expect(SiteSettings.isLeaveAddress(address) == isTaken)
    }

    @Test func `every colour and every picture is there`() {
        let css = String(decoding: Asset.all.first { $0.path.hasSuffix("css") }!.bytes, as: UTF8.self)
        for accent in SiteSettings.Accent.allCases where accent != .teal {
            #expect(css.ranges(of: "[data-accent=\(accent.rawValue)]").count == 2, "for light and dark")
        }
        for icon in SiteSettings.Icon.allCases {
            #expect(icon.svg.hasPrefix("<svg") && icon.svg.hasSuffix("</svg>") && !icon.svg.contains("style"))
        }
        #expect(Set(SiteSettings.Icon.allCases.map(\.svg)).count == SiteSettings.Icon.allCases.count)
    }

    @Test func `a script is told where its form leads, and a person is led there`() async throws {
        let test = try await TestSite()
        defer { test.remove() }
        let browser = try await test.signIn()
        let form: FormPairs = ["request": "o", "org_Name": "Lake"]
        let told = await test.post("/organisations/add", form, as: browser, headers: [("x-step", "yes")])
        #expect(told.status == 204 && told.header("location") == nil && told.body.isEmpty)
        #expect(told.header("x-next")?.hasPrefix("/organisations") == true)
        #expect(await test.post("/organisations/add", form, as: browser).header("location") == told.header("x-next"))
    }
}
