// SPDX-License-Identifier: Apache-2.0

import Standard

/// What readers that know only HTCDS 2.0 get: our own fields and values left out, or written to the field that the
/// codebook declares in their place.
public enum StrictHTCDS {
    /// The row in fields and values of the standard alone.
    public static func values(_ values: [FieldName: Value], codebook: Codebook = .current) -> [FieldName: Value] {
        var kept: [FieldName: Value] = [:]
        var added: [(FieldName, String)] = []
        for name in values.keys.sorted() {
            guard let field = codebook[name], let value = values[name] else { continue }
            if case .codes(let codes) = value, let picklist = codebook.picklist(of: field) {
                let own = codes.filter { picklist[$0]?.downgrade == nil }
                if field.isStandard, !own.isEmpty { kept[name] = .codes(own) }
                added += codes.compactMap { target(picklist[$0]?.downgrade) }
            } else if field.isStandard {
                kept[name] = value
            }
            if !field.isStandard, value != .flag(false), let target = target(field.downgrade) { added.append(target) }
        }
        for (name, code) in added { add(code, to: name, &kept, codebook) }
        return kept
    }

    private static func target(_ downgrade: Downgrade?) -> (FieldName, String)? {
        if case .to(let name, let value?)? = downgrade { (name, value) } else { nil }
    }

    private static func add(_ code: String, to name: FieldName, _ kept: inout [FieldName: Value], _ codebook: Codebook)
    {
        guard case .picklist(_, let multiple)? = codebook[name]?.kind else { return }
        guard case .codes(let codes)? = kept[name] else { return kept[name] = .codes([code]) }
        if multiple, !codes.contains(code) { kept[name] = .codes(codes + [code]) }
    }
}
