// SPDX-License-Identifier: Apache-2.0

/// What somebody typed into a form whose session had run out; it rides along through signing in.
public struct KeptForm: Sendable, Hashable {
    /// The path that the form was going to.
    public var address: String
    public var form: FormPairs

    private static let addressName = "kept-address"
    private static let prefix = "kept:"

    init(address: String, form: FormPairs) {
        self.address = address
        self.form = FormPairs(form.pairs.filter { $0.name != "form-token" })
    }

    /// Reads it from a sign-in form; nil when there is none, or it would lead away from here.
    init?(in signIn: FormPairs) {
        guard let address = signIn[Self.addressName], address.hasPrefix("/"), !address.hasPrefix("//") else {
            return nil
        }
        self.init(address: address, form: signIn.under(Self.prefix))
    }

    /// As hidden inputs of a sign-in form.
    var inputs: [Markup] {
        ["<input type=\"hidden\" name=\"\(Self.addressName)\" value=\"\(address)\">"]
            + form.hiddenInputs(prefix: Self.prefix)
    }
}
