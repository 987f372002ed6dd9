// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Two versions of a record that began from the same one. Pure.
public enum Settlement {
    /// What both changes together leave, and the fields that both changed to different things.
    ///
    /// A field that only one side changed takes that side's value; a field in `conflicts` stands as `theirs` in
    /// `merged` until somebody has chosen.
    public static func merge(base: [FieldName: Value], mine: [FieldName: Value], theirs: [FieldName: Value]) -> (
        merged: [FieldName: Value], conflicts: [FieldName]
    ) {
        var merged = theirs
        var conflicts: [FieldName] = []
        for name in Set(base.keys).union(mine.keys).union(theirs.keys).sorted() {
            let (was, my, their) = (base[name], mine[name], theirs[name])
            if my == their || my == was { continue }
            if their == was { merged[name] = my } else { conflicts.append(name) }
        }
        return (merged, conflicts)
    }

    /// The values that a conflict page's form chose, on top of `theirs`; and findings for what was written anew and
    /// could not be read.
    ///
    /// - Parameters:
    ///   - form: what the page sent: `mine:`, `choose:` and `edit:` inputs.
    ///   - theirs: the version that the page showed.
    public static func chosen(
        _ form: FormPairs, base: [FieldName: Value], theirs: [FieldName: Value], decoder: FormDecoder
    ) -> (values: [FieldName: Value], findings: [Finding]) {
        let mineForm = form.under("mine:")
        let mine = decoder.decode(mineForm, fields: decoder.fields(in: mineForm)).values
        var (values, conflicts) = merge(base: base, mine: mine, theirs: theirs)
        let edited = decoder.decode(form.under("edit:"), fields: conflicts)
        let sent = Set(decoder.fields(in: form.under("edit:")))
        var findings: [Finding] = []
        for name in conflicts {
            // Words written anew are not lost because the choice above them was forgotten.
            let isUnread = edited.findings.contains { $0.field == name }
            let isRewritten = sent.contains(name) && (isUnread || edited.values[name] != mine[name])
            switch form["choose:\(name.rawValue)"] {
            case "theirs": break
            case let choice where choice == "edit" || isRewritten:
                values[name] = edited.values[name]
                findings += edited.findings.filter { $0.field == name }
            default: values[name] = mine[name]
            }
        }
        return (values, findings)
    }
}
