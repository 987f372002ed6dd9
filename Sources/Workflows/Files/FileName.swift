// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Names of files as people may be shown them and as their computers may be given them.
public enum FileName {
    /// The name without folders, control characters, and signs that cannot be seen or turn the reading direction round
    /// (`gpj.exe` read backwards); nil when no letter or digit is left.
    public static func clean(_ name: String) -> String? {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var kept = String.UnicodeScalarView()
        for scalar in last.unicodeScalars where !isHidden(scalar) { kept.append(scalar) }
        let clean = String(kept).precomposedStringWithCanonicalMapping
            .trimmingCharacters(in: .whitespaces.union(CharacterSet(charactersIn: ".")))
        guard clean.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
        return String(clean.prefix(255))
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// A name that any computer takes: at most 150 bytes of UTF-8 with its ending, no sign that a file system or a
    /// shell means something by, and none of the names that Windows keeps for devices.
    public static func safe(_ name: String) -> String {
        var safe = String(name.map { "\"*:<>?|%;$`'&".contains($0) || $0.isNewline ? "_" : $0 })
        let stem = safe.split(separator: ".").first.map { $0.uppercased() } ?? ""
        let devices = ["CON", "PRN", "AUX", "NUL"] + (0...9).flatMap { ["COM\($0)", "LPT\($0)"] }
        if devices.contains(stem) || safe.hasPrefix("-") || safe.hasPrefix("~") { safe = "_" + safe }
        guard safe.utf8.count > 150 else { return safe }
        let ending = safe.split(separator: ".").dropFirst().last.map { "." + $0 } ?? ""
        let kept = ending.utf8.count <= 20 ? ending : ""
        while safe.utf8.count + kept.utf8.count > 150 { safe.removeLast() }
        return safe + kept
    }

    /// The value of a `Content-Disposition` header (RFC 6266): always a file to save, with an ASCII name for old
    /// browsers and the real one in RFC 8187's encoding.
    public static func disposition(_ name: String) -> String {
        let safe = safe(name)
        let plain = String(safe.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ()".contains($0)) ? $0 : "_" })
        let encoded = safe.utf8.map { byte -> String in
            let scalar = Character(Unicode.Scalar(byte))
            let isPlain = byte < 128 && (scalar.isLetter || scalar.isNumber || "-_.~".contains(scalar))
            return isPlain ? String(scalar) : String(format: "%%%02X", byte)
        }.joined()
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }
}
