// SPDX-License-Identifier: Apache-2.0

import Workflows

/// What somebody typed into a form whose session had run out; it rides along through signing in, sealed, so that the
/// sign-in page shows it to nobody.
public struct KeptForm: Sendable, Hashable {
    /// The path that the form was going to.
    public var address: String
    public var form: FormPairs

    private static let name = "kept"

    init(address: String, form: FormPairs) {
        self.address = address
        self.form = FormPairs(form.pairs.filter { $0.name != "form-token" })
    }

    /// True for a page that closed by itself: it is kept and opened again without being asked, since nothing is saved.
    var goesOnAtOnce: Bool { address == "/unsaved" }
    /// True when something was typed; a page may have closed with nothing on it.
    var holdsText: Bool { form.pairs.contains { $0.name != Unsaved.backName } }

    /// Reads it from a sign-in form; nil when there is none, when it was not sealed here, or would lead away from here.
    init?(in signIn: FormPairs) {
        guard let sealed = signIn[Self.name], let text = ProcessSeal.open(sealed) else { return nil }
        let pairs = FormPairs(urlEncoded: Array(text.utf8)).pairs
        guard let address = pairs.first?.value, address.hasPrefix("/"), !address.hasPrefix("//") else { return nil }
        self.init(address: address, form: FormPairs(Array(pairs.dropFirst())))
    }

    /// As a hidden input of a sign-in form.
    var inputs: [Markup] {
        let pairs = [(name: "address", value: address)] + form.pairs
        let text = pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        guard let sealed = ProcessSeal.seal(text.joined(separator: "&")) else { return [] }
        return ["<input type=\"hidden\" name=\"\(Self.name)\" value=\"\(sealed)\">"]
    }
}
