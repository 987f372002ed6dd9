// SPDX-License-Identifier: Apache-2.0

import Store

/// Keeping what is being written, and offering it again.
enum Unsaved {
    static let addressName = "unsaved-address"

    static func keep(_ member: Member) throws -> WebResponse {
        let address = try address(member)
        let form = FormPairs(member.form.pairs.filter { $0.name != "form-token" && $0.name != addressName })
        let text = UnsavedText(address: address, form: form, at: member.visit.site.clock.now())
        guard member.visit.site.unsaved.keep(text, of: member.session.account) else {
            throw Failure.tooLarge(UnsavedTexts.bytesMax)
        }
        return WebResponse(status: 204)
    }

    static func drop(_ member: Member) throws -> WebResponse {
        member.saved(try address(member))
        return .see(member.form["back"].flatMap { isOurs($0) ? $0 : nil } ?? "/cases")
    }

    private static func address(_ member: Member) throws -> String {
        guard let address = member.form[addressName], isOurs(address) else { throw Failure.malformed(addressName) }
        return address
    }

    private static func isOurs(_ address: String) -> Bool {
        address.hasPrefix("/") && !address.hasPrefix("//") && address.utf8.count <= 300
    }
}

extension Member {
    /// What was being written for a form that goes to this address and was not saved.
    func unsaved(_ address: String) -> UnsavedText? {
        visit.site.unsaved.text(for: address, of: session.account, now: visit.site.clock.now())
    }

    /// The same, when the person asked for it back.
    func resumed(_ address: String) -> FormPairs? { query["unsaved"] == "yes" ? unsaved(address)?.form : nil }

    /// What a fresh form says about it; nil when there is nothing, or it stands in the form already.
    func offer(_ address: String) -> UnsavedOffer? {
        guard query["unsaved"] != "yes", let text = unsaved(address) else { return nil }
        return UnsavedOffer(address: address, page: visit.request.path, at: MomentText.say(text.at, context))
    }

    /// The form was saved, or is no longer wanted.
    func saved(_ address: String) { visit.site.unsaved.drop(address, of: session.account) }
}
