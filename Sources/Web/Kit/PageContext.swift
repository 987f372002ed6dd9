// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// What every page needs to know besides its own content.
public struct PageContext: Sendable {
    public var words: Words
    public var codebook: Codebook
    /// What stands in the browser's tab and its history: neutral on every page, whoever is signed in.
    public var tabTitle: String
    /// What stands at the top of the page: the office's own name for those who are signed in.
    public var officeName: String
    /// The signed-in person's name; nil when nobody is.
    public var viewer: String?
    /// In which role; nil shows the whole menu.
    public var role: Role?
    /// The secret that each form sends back: this session's, or before signing in the one bound to the browser.
    public var formToken: String?
    /// True for whoever looks after the register when a key of it lies beside it: each page says so.
    public var opensItself = false
    public var today: PartialDate
    /// What the style sheet and the script of this one response carry.
    public var nonce: String
    public var accent: SiteSettings.Accent
    /// Where leaving at once leads.
    public var leaveAddress: String
    /// True for the pages of those who have no account: what they write does go to the office.
    var isOutside = false

    public init(
        words: Words, codebook: Codebook, tabTitle: String, officeName: String, viewer: String? = nil,
        formToken: String? = nil, today: PartialDate, nonce: String = "", accent: SiteSettings.Accent = .teal,
        leaveAddress: String = SiteSettings.quietAddress
    ) {
        self.words = words
        self.codebook = codebook
        self.tabTitle = tabTitle
        self.officeName = officeName
        self.viewer = viewer
        self.formToken = formToken
        self.today = today
        self.nonce = nonce
        self.accent = accent
        self.leaveAddress = leaveAddress
    }

    /// The hidden input that proves a form came from one of our pages.
    var tokenInput: Markup {
        guard let formToken else { return "" }
        return "<input type=\"hidden\" name=\"form-token\" value=\"\(formToken)\">"
    }
}

/// Where a page stands: what its header says.
public struct Place: Sendable {
    /// What the page is, as its main heading.
    public var heading: Markup
    /// The pages above it, outermost first.
    public var trail: [Step]
    /// The one thing to do next, when there is one.
    public var next: Step?
    /// Who can see what is on it; nil for pages that say nothing about anybody.
    public var audience: String?
    /// Which entry of the menu it belongs to.
    public var area: Area?
    /// True for tables that need the whole width.
    public var isWide: Bool

    public init(
        _ heading: Markup, trail: [Step] = [], next: Step? = nil, audience: String? = nil, area: Area? = nil,
        isWide: Bool = false
    ) {
        self.heading = heading
        self.trail = trail
        self.next = next
        self.audience = audience
        self.area = area
        self.isWide = isWide
    }

    /// A page of a case, below the case itself.
    ///
    /// - Parameter steps: The pages between the case and this one, outermost first.
    init(_ heading: Markup, inCase id: EntityID, _ words: Words, below steps: [Step] = []) {
        let trail = [Step(words["menu.cases"], "/cases"), Step(id.code, "/cases/\(id)")]
        self.init(heading, trail: trail + steps, audience: words["audience.case"], area: .cases)
    }

    /// A link with its words.
    public struct Step: Sendable {
        public var label: String
        public var address: String
        public init(_ label: String, _ address: String) {
            self.label = label
            self.address = address
        }
    }

    /// The entries of the menu, in order.
    public enum Area: String, Sendable, CaseIterable {
        case work, cases, register = "new", duplicates, signals, inbox, laws, help, numbers, reports, reviews,
            emergencies, agreements, organisations,
            instruments,
            `import`, export, publish, codebook,
            acts, roles, glass, erasures, doors, seal

        /// Where it leads.
        public var address: String {
            switch self {
            case .work: "/work"
            case .cases: "/cases"
            case .signals: "/signals"
            case .inbox: "/inbox"
            case .register: "/cases/new"
            case .duplicates: "/duplicates"
            case .laws: "/comparison"
            case .help: "/help/cascade"
            case .numbers: "/numbers"
            case .reports: "/reports"
            case .organisations: "/organisations"
            case .instruments: "/instruments"
            case .import: "/import"
            case .export: "/export"
            case .publish: "/publish"
            case .codebook: "/codebook"
            case .acts: "/acts"
            case .reviews: "/reviews"
            case .emergencies: "/emergencies"
            case .agreements: "/agreements"
            case .roles: "/roles"
            case .glass: "/break-glass"
            case .seal: "/seal"
            case .doors: "/doors"
            case .erasures: "/erasures"
            }
        }

        /// Whether a role has any use for it.
        func isFor(_ role: Role) -> Bool {
            let powers = role.powers
            return switch self {
            case .work, .cases, .duplicates, .signals, .inbox, .laws, .help: powers.contains(.listCases)
            case .numbers, .reports: CountView(role) != nil
            case .register: powers.contains(.registerCase)
            case .reviews, .emergencies, .erasures: powers.contains(.approveRequests)
            case .agreements: powers.contains(.manageAgreements)
            case .organisations: powers.contains(.seeOrganisations)
            case .instruments: powers.contains(.listCases) || powers.contains(.publishDataset)
            case .import: powers.contains(.importFile)
            case .export: powers.contains(.exportRegister) || powers.contains(.publishDataset)
            case .publish: powers.contains(.publishDataset)
            case .codebook: true
            case .acts: powers.contains(.readAudit)
            case .roles: powers.contains(.readPolicy)
            case .doors: powers.contains(.manageSettings)
            case .glass: role.mayBreakGlass
            case .seal: role.maySeal
            }
        }
    }
}
