// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Linkage
import Standard

/// What lists, search and duplicate checks need of a person, in memory only.
public struct PersonSummary: Sendable, Hashable {
    public let id: EntityID
    /// The name as lists show it when names are asked for; empty when none was recorded.
    public let name: String
    /// Up to three initials.
    public let initials: String
    public let birthdate: PartialDate?
    public let gender: String?
    public let citizenship: [String]
    /// The words of all names, folded and sorted: equal for the same names in another order.
    public let nameKey: String
    /// The one name that is left when only the name somebody goes by may be shown; empty when none was recorded.
    let goesBy: String
}

/// What lists and filters need of a case, in memory only.
public struct CaseSummary: Sendable, Hashable {
    public let id: EntityID
    public var status: String?
    public var isDraft: Bool = false
    /// True for something that was reported and is no case.
    public var isSignal: Bool = false
    public var owner: String?
    public var reference: String?
    public var registered: PartialDate?
    /// The last day anything in it changed.
    public var changed: PartialDate
    public var people: [Participant] = []
    /// Grows with each change anywhere in the register: of two cases the larger was changed later.
    var order = 0
    /// Answers about managing its data, oldest first.
    var terms: [ConsentTerm] = []

    public struct Participant: Sendable, Hashable {
        public let record: EntityID
        public let person: EntityID
        public let role: PersonRole
        public let traffickingStatus: String?
        public let exploitation: [String]
    }
}

/// What the index keeps of one record; made on any thread, taken in under the index's lock.
enum IndexItem: Sendable {
    case person(PersonSummary, words: Set<String>, PersonTraits)
    case caseFile(CaseSummary)
    case participation(CaseSummary.Participant)
    case organisation(String)
    /// What it says about managing the data, if it is about that; and what it marks as held here.
    case consent(ConsentTerm?, HeldMarks)
    case signal(SignalSummary)
    case ticket(TicketEntry)
    case likeness(LikenessEntry)
    case other

    init(_ stored: Stored, scope: EntityID) {
        switch stored.record.kind {
        case .person:
            self = .person(
                PersonSummary(stored), words: NameIndex.words(PersonSummary.names(stored.record)),
                PersonTraits(stored.record))
        case .caseFile: self = .caseFile(CaseSummary(stored))
        case .participation: self = CaseSummary.Participant(stored).map { .participation($0) } ?? .other
        case .organisation: self = .organisation(stored.record.text("org_Name") ?? "")
        case .consent: self = .consent(ConsentTerm(stored), HeldMarks([stored.record]))
        case .signal: self = SignalSummary(stored).map { .signal($0) } ?? .other
        case .ticket: self = .ticket(TicketEntry(stored))
        case .likeness: self = LikenessEntry(stored, scope: scope).map { .likeness($0) } ?? .other
        default: self = .other
        }
    }
}

/// The current state of one record, ready for the index.
struct IndexEntry: Sendable {
    let id: EntityID
    let scope: EntityID
    let day: PartialDate
    /// Nil when the record has been removed.
    let item: IndexItem?
    let head: ScopeHead
    /// What it adds to the work of its case; nil for nothing.
    var work: WorkItem?

    init(_ stored: Stored, scope: EntityID, head: ScopeHead = .none) {
        self.init(
            id: stored.id, scope: scope, day: stored.day,
            item: stored.isRemoved ? nil : IndexItem(stored, scope: scope),
            head: head)
        work = stored.isRemoved ? nil : WorkItem(stored)
    }

    init(id: EntityID, scope: EntityID, day: PartialDate, item: IndexItem?, head: ScopeHead) {
        self.id = id
        self.scope = scope
        self.day = day
        self.item = item
        self.head = head
        work = nil
    }
}

/// Names and coded facts of one agency's register, built at unseal and kept up with each change. Never on disk.
///
/// Each agency has one of its own, so that what others have cannot show in what is found, counted or timed.
struct RegisterIndex: Sendable {
    private(set) var people: [EntityID: PersonSummary] = [:]
    private(set) var cases: [EntityID: CaseSummary] = [:]
    private(set) var casesOfPerson: [EntityID: Set<EntityID>] = [:]
    private(set) var peopleByName: [String: [EntityID]] = [:]
    private(set) var organisations: [EntityID: String] = [:]
    /// How many cases each owner has.
    private(set) var owners: [String: Int] = [:]
    /// By reference in capitals.
    private(set) var casesByReference: [String: Set<EntityID>] = [:]
    /// How each case stands.
    private(set) var standings: [EntityID: CaseStanding] = [:]
    /// What was reported and is no case: in no list of cases and in none of its counts.
    private(set) var signals: Set<EntityID> = []
    /// What was reported, by the case that it is in.
    private(set) var reported: [EntityID: SignalSummary] = [:]
    /// The person's own ticket of a case.
    var tickets = TicketIndex()
    /// Who may be who, and what was decided about it.
    var likeness = LikenessIndex()
    /// What the consents of each case mark as never to leave, by consent.
    private(set) var held: [EntityID: [EntityID: HeldMarks]] = [:]
    /// How many cases stand in each state.
    private(set) var tally: [RecordState: Int] = [:]
    /// Accounts that each case is assigned to, and the other way round.
    private(set) var assigned: [EntityID: Set<EntityID>] = [:]
    private(set) var casesOf: [EntityID: Set<EntityID>] = [:]
    /// What there is to do in each case.
    private(set) var work: [EntityID: CaseWork] = [:]
    /// What each case's coded facts come to, one entry for each victim, as far as it was asked: some 100 bytes each.
    var caseload = CaseMemory<[Facts]>()
    /// The same in columns, for counting.
    var factMemory = FactMemory()
    /// What the needs of each case come to, as far as it was asked: some hundred bytes a need. What it is made into is
    /// its reader's business, so that this module knows nothing of how help is counted.
    var help = CaseMemory<any Sendable>()
    /// What lists show of each case, when that does not follow from how it stands here: of cases of other agencies.
    var fixedViews: [EntityID: CaseView]?
    private var order = CaseOrder()
    private var names = NameIndex()
    private var taken = 0
    /// Participations and consents that arrived before their case did.
    private var waiting: [EntityID: [CaseSummary.Participant]] = [:]
    private var waitingTerms: [EntityID: [ConsentTerm]] = [:]

    /// What the index is built from.
    static let filter = RecordFilter(
        classes: [.f0, .f1, .f2, .f4],
        kinds: [
            .person, .caseFile, .participation, .organisation, .consent, .signal, .ticket, .determination, .referral,
            .assessment, .task, .step, .notice, .likeness,
        ])

    /// Takes in the current version of a record.
    mutating func take(_ entry: IndexEntry) {
        let before = cases[entry.scope]?.order
        for id in casesOfPerson[entry.scope] ?? [] { forgetRead(id) }
        forgetRead(entry.scope)
        held[entry.scope]?[entry.id] = nil
        switch entry.item {
        case nil: drop(entry.id, scope: entry.scope)
        case .person(let summary, let words, let traits):
            take(summary, words)
            likeness.set(traits, of: summary.id)
        case .caseFile(let summary): take(summary, entry.head)
        case .participation(let participant): take(participant, caseID: entry.scope)
        case .organisation(let name): organisations[entry.id] = name
        case .consent(let term, let marks):
            if let term { take(term, caseID: entry.scope) }
            if !marks.isEmpty { held[entry.scope, default: [:]][entry.id] = marks }
        case .signal(let signal): reported[entry.scope] = signal
        case .ticket(let ticket): tickets.put(ticket, ofCase: entry.scope)
        case .likeness(let said): likeness.take(said)
        case .other: break
        }
        if let item = entry.work {
            work[entry.scope, default: CaseWork()].take(item, of: entry.id)
        } else {
            work[entry.scope]?.drop(entry.id)
        }
        // Being told of something moves nothing.
        if entry.work?.isOfTheProgram == true { return }
        taken += 1
        cases[entry.scope]?.order = taken
        order.move(entry.scope, from: before, to: cases[entry.scope]?.order)
        if let changed = cases[entry.scope]?.changed, changed < entry.day { cases[entry.scope]?.changed = entry.day }
        if let summary = cases[entry.scope] { standings[entry.scope]?.waiting = summary.waitFacts }
    }

    /// Sets how a case stands whatever is recorded in it; nil for what is recorded.
    mutating func set(_ override: RecordState?, of id: EntityID) {
        guard var standing = standings[id] else { return }
        standing.override = override
        set(standing, of: id)
    }

    /// Keeps how a case stands, and how many stand so.
    private mutating func set(_ standing: CaseStanding?, of id: EntityID) {
        if let old = standings[id], !old.isSignal { tally[old.state, default: 0] -= 1 }
        if let standing, !standing.isSignal { tally[standing.state, default: 0] += 1 }
        if standing?.isSignal == true { signals.insert(id) } else { signals.remove(id) }
        standings[id] = standing
    }

    /// Gives a case to somebody, or takes it from them.
    mutating func assign(_ id: EntityID, to account: EntityID, _ isAssigned: Bool) {
        if isAssigned {
            assigned[id, default: []].insert(account)
            casesOf[account, default: []].insert(id)
        } else {
            assigned[id]?.remove(account)
            casesOf[account]?.remove(id)
        }
    }

    /// People all of whose query words are in their names, best first.
    func search(_ query: String) -> some Sequence<PersonSummary> {
        names.search(query, limit: .max).lazy.compactMap { people[$0.person] }
    }

    /// All cases, the one that changed last first.
    mutating func casesInOrder() -> some RandomAccessCollection<EntityID> { order.ids(of: cases) }

    /// To be called before much is taken in; `settle` is called after.
    mutating func loosen() { order.forget() }

    /// Makes search fast again after much was taken in.
    mutating func settle() { names.settle() }

    /// Forgets cases and people for good. Costs a walk through all names: some milliseconds.
    mutating func forget(_ scopes: [EntityID]) {
        for id in scopes {
            let order = cases[id]?.order
            drop(id, scope: id)
            self.order.move(id, from: order, to: nil)
            for account in assigned.removeValue(forKey: id) ?? [] { casesOf[account]?.remove(id) }
            for other in casesOfPerson[id] ?? [] { forgetRead(other) }
            forgetRead(id)
            casesOfPerson[id] = nil
            waiting[id] = nil
            waitingTerms[id] = nil
            reported[id] = nil
            tickets.put(nil, ofCase: id)
            work[id] = nil
            held[id] = nil
            fixedViews?[id] = nil
        }
        names.forget()
    }

    func search(_ query: String, limit: Int) -> [PersonSummary] {
        names.search(query, limit: limit).compactMap { people[$0.person] }
    }

    private mutating func drop(_ id: EntityID, scope: EntityID) {
        likeness.drop(id)
        if let person = people.removeValue(forKey: id) {
            names.remove(id)
            peopleByName[person.nameKey]?.removeAll { $0 == id }
            if peopleByName[person.nameKey]?.isEmpty == true { peopleByName[person.nameKey] = nil }
        }
        if let gone = cases.removeValue(forKey: id) {
            list(gone, -1)
            set(nil as CaseStanding?, of: id)
            for participant in gone.people { casesOfPerson[participant.person]?.remove(id) }
        }
        cases[scope]?.people.removeAll { participant in
            guard participant.record == id else { return false }
            casesOfPerson[participant.person]?.remove(scope)
            return true
        }
        cases[scope]?.terms.removeAll { $0.record == id }
        if tickets[scope]?.record == id { tickets.put(nil, ofCase: scope) }
        organisations[id] = nil
    }

    private mutating func take(_ person: PersonSummary, _ words: Set<String>) {
        let old = people.updateValue(person, forKey: person.id)
        if old?.nameKey != person.nameKey {
            if let old { peopleByName[old.nameKey]?.removeAll { $0 == person.id } }
            if !person.nameKey.isEmpty { peopleByName[person.nameKey, default: []].append(person.id) }
        }
        names.set(words, of: person.id)
    }

    private mutating func take(_ summary: CaseSummary, _ head: ScopeHead) {
        var summary = summary
        set(
            CaseStanding(
                author: head.author, override: head.override, recorded: summary.recordedState,
                isSignal: summary.isSignal, waiting: summary.waitFacts), of: summary.id)
        if let old = cases[summary.id] {
            list(old, -1)
            summary.people = old.people
            summary.terms = old.terms
            summary.changed = max(old.changed, summary.changed)
        } else {
            summary.people = waiting.removeValue(forKey: summary.id) ?? []
            summary.terms = waitingTerms.removeValue(forKey: summary.id) ?? []
        }
        cases[summary.id] = summary
        list(summary, 1)
    }

    /// Counts a case in under its owner and reference (1) or out (-1).
    private mutating func list(_ summary: CaseSummary, _ count: Int) {
        if let owner = summary.owner {
            owners[owner, default: 0] += count
            if owners[owner] == 0 { owners[owner] = nil }
        }
        guard let reference = summary.reference?.uppercased() else { return }
        if count > 0 {
            casesByReference[reference, default: []].insert(summary.id)
        } else {
            casesByReference[reference]?.remove(summary.id)
            if casesByReference[reference]?.isEmpty == true { casesByReference[reference] = nil }
        }
    }

    private mutating func take(_ term: ConsentTerm, caseID: EntityID) {
        if cases[caseID] == nil {
            waitingTerms[caseID, default: []].append(term)
        } else if let position = cases[caseID]!.terms.firstIndex(where: { $0.record == term.record }) {
            cases[caseID]!.terms[position] = term
        } else {
            cases[caseID]!.terms.append(term)
        }
    }

    private mutating func take(_ participant: CaseSummary.Participant, caseID: EntityID) {
        casesOfPerson[participant.person, default: []].insert(caseID)
        if cases[caseID] == nil {
            waiting[caseID, default: []].append(participant)
        } else if let position = cases[caseID]!.people.firstIndex(where: { $0.record == participant.record }) {
            let before = cases[caseID]!.people[position].person
            cases[caseID]!.people[position] = participant
            if !cases[caseID]!.people.contains(where: { $0.person == before }) {
                casesOfPerson[before]?.remove(caseID)
            }
        } else {
            cases[caseID]!.people.append(participant)
        }
    }
}

extension CaseSummary {
    init(_ stored: Stored) {
        let record = stored.record
        self.init(
            id: stored.id, status: record.code("cas_Status"), isDraft: record.code("wh_RecordState") == "Draft",
            isSignal: record.code("wh_RecordState") == "Signal",
            owner: record.text("cas_CaseOwner"), reference: record.text("wh_CaseReference"), registered: record.ownDate,
            changed: stored.day)
    }
}

extension CaseSummary.Participant {
    /// Nil when the participation does not say whose it is.
    init?(_ stored: Stored) {
        guard let person = stored.record.links[.person] else { return nil }
        var exploitation: [String] = []
        if case .codes(let codes)? = stored.record["vic_TypeOfExploitation"] { exploitation = codes }
        self.init(
            record: stored.id, person: person, role: stored.record.personRole ?? .victim,
            traffickingStatus: stored.record.code("vic_TraffickingStatus"), exploitation: exploitation)
    }
}
