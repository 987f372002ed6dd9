// SPDX-License-Identifier: Apache-2.0

extension CodebookPrinter {
    static func title(of section: Section) -> String {
        switch section {
        case .organisation: "Organisation"
        case .person: "Person"
        case .victim: "Person in a case, as victim"
        case .perpetrator: "Person in a case, as perpetrator"
        case .caseFile: "Case"
        case .referral: "Referral"
        case .comment: "Comment"
        case .event: "Trafficking event"
        case .plan: "Support plan"
        case .consent: "Consent"
        case .assessment: "Assessment"
        case .stay: "Where the person stays"
        case .clinical: "Clinical note"
        case .statement: "Statement"
        case .administration: "Interview"
        case .account: "Account of facts"
        case .determination: "Determination"
        case .signal: "Signal"
        case .age: "Age"
        case .guardian: "Guardian"
        case .bestInterests: "What is best for a child"
        case .need: "Need"
        case .delivery: "Help given"
        case .ticket: "The person's own ticket"
        case .message: "Message"
        case .task: "Task"
        case .step: "Step"
        case .notice: "Notice of a deadline"
        case .likeness: "Whether two are one"
        }
    }

    static func audience(of fieldClass: FieldClass) -> String {
        let words =
            switch fieldClass {
            case .f0: "id and state"
            case .f1: "coded facts"
            case .f2: "identity and documents"
            case .f3: "contacts"
            case .f4: "services, plan, narrative"
            case .f5: "location and movement"
            case .f6: "clinical notes"
            case .f7: "statements and evidence"
            case .f8: "suspects and networks"
            case .f9: "immigration and legal status"
            case .f10: "children and family"
            case .f11: "photos and biometrics"
            }
        return "\(fieldClass.rawValue), \(words)"
    }

    static func publicUse(of role: IdentificationRole) -> String {
        switch role {
        case .direct: "never: it names or leads to somebody"
        case .quasi: "coarsened: with other facts it could single somebody out"
        case .sensitive: "guarded: it would harm the person if learnt"
        case .none: "harmless by itself"
        }
    }

    /// Calm, and fit for paper: folded lists are printed open where the browser can, rows are not torn apart.
    static let style = """
        :root{color-scheme:light dark;--ink:#1f2a33;--paper:#fff;--soft:#f2f5f4;--line:#c9d3d0;--link:#0b5563}
        @media (prefers-color-scheme:dark){:root{--ink:#e6ecea;--paper:#161c1f;--soft:#1f282c}
        :root{--line:#3d4a4f;--link:#8fd0dc}}
        body{margin:0 auto;max-width:72rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif}
        body{color:var(--ink);background:var(--paper)}
        a{color:var(--link)}a:focus-visible,.wide:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{position:static}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
        nav a{display:inline-block;padding:.25rem 0}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
        th,td{padding:.5rem .75rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
        thead th{background:var(--soft)}tbody th{font-weight:600}tr:target{background:var(--soft)}
        code{font-size:.875em;overflow-wrap:anywhere;font-weight:400}
        .mark{font-size:.75rem;font-weight:400;padding:.05rem .4rem;border:1px solid var(--line);border-radius:1rem}
        summary{cursor:pointer;padding:.25rem 0}
        @media print{body{max-width:none;padding:0;font-size:9pt}nav,.skip{display:none}
        a{color:inherit;text-decoration:none}tr{break-inside:avoid}thead{display:table-header-group}
        details::details-content{content-visibility:visible;height:auto}}
        """
}
