// SPDX-License-Identifier: Apache-2.0

import Store
import Workflows

/// Keeping what is being written, and offering it again.
enum Unsaved {
    /// Ends what one form sent: where that form goes.
    static let addressName = "unsaved-address"
    /// The page to open when it is kept, for whoever comes back from signing in.
    static let backName = "unsaved-back"

    /// Keeps what one form, or one after the other, sent.
    static func keep(_ member: Member) throws -> WebResponse {
        let back = member.form[backName].flatMap { isOurs($0) ? $0 : nil }
        let texts = try texts(in: member.form, at: member.visit.site.clock.now())
        if texts.isEmpty, back == nil { throw Failure.malformed(addressName) }
        for text in texts where !member.visit.site.unsaved.keep(text, of: member.session.account) {
            throw Failure.tooLarge(UnsavedTexts.bytesMax)
        }
        guard let back else { return WebResponse(status: 204) }
        return .see(back.contains("?") ? back : back + "?unsaved=yes")
    }

    private static func texts(in form: FormPairs, at now: Int64) throws(Failure) -> [UnsavedText] {
        // Of one form it may stand anywhere; of several it ends each.
        let ends = form.pairs.filter { $0.name == addressName }
        let pairs = ends.count == 1 ? form.pairs.filter { $0.name != addressName } + ends : form.pairs
        var texts: [UnsavedText] = []
        var own = FormPairs()
        for pair in pairs {
            switch pair.name {
            case "form-token", backName: continue
            case addressName:
                guard isOurs(pair.value) else { throw .malformed(addressName) }
                texts.append(UnsavedText(address: pair.value, form: own, at: now))
                own = FormPairs()
            default: own.append(pair.name, pair.value)
            }
        }
        return texts
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
