// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Web

/// How the pages look to somebody who glances at them.
struct LookOptions: ParsableArguments {
    @Option(help: "The name in browser tabs and at the door. Choose one that says nothing.")
    var name = SiteSettings().neutralName
    @Option(help: "The picture in browser tabs: \(SiteSettings.Icon.allCases.map(\.rawValue).joined(separator: ", ")).")
    var icon = SiteSettings.Icon.notes
    @Option(help: "The colour of buttons: \(SiteSettings.Accent.allCases.map(\.rawValue).joined(separator: ", ")).")
    var colour = SiteSettings.Accent.teal
    @Option(help: "Where leaving at once leads: an https address, or a path of this server.")
    var leaveTo = SiteSettings.quietAddress
    @Flag(help: "A proxy in front speaks TLS: cookies are bound to it, and browsers told to stay with it.")
    var behindTls = false
    @Option(
        help: ArgumentHelp(
            "The network address of a proxy in front, whose X-Forwarded-For is believed; may be given several times.",
            valueName: "address"))
    var trustedProxy: [String] = []

    func validate() throws {
        guard SiteSettings.isLeaveAddress(leaveTo) else {
            throw ValidationError("--leave-to takes an address that begins with https://, or a path such as /quiet.")
        }
        guard trustedProxy.allSatisfy(SiteSettings.isProxyAddress) else {
            throw ValidationError("--trusted-proxy takes a network address such as 127.0.0.1, without a port.")
        }
    }

    var settings: SiteSettings {
        var settings = SiteSettings(neutralName: name, icon: icon, accent: colour, isSecure: behindTls)
        settings.leaveAddress = leaveTo
        settings.trustedProxies = Set(trustedProxy)
        return settings
    }
}

extension SiteSettings.Icon: ExpressibleByArgument {}
extension SiteSettings.Accent: ExpressibleByArgument {}
