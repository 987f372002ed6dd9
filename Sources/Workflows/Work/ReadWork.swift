// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Something to do, in one case: a deadline or a task.
public struct Duty: Sendable, Hashable, Identifiable {
    public enum What: Sendable, Hashable {
        case deadline(Deadline)
        case task(CaseTask)
    }

    public let caseID: EntityID
    public let isSignal: Bool
    public let what: What
    /// Its last day; nil when it has none, or when that is open.
    public let day: Day?

    public var id: String {
        switch what {
        case .deadline(let deadline): "\(caseID) \(deadline.id)"
        case .task(let task): "\(caseID) \(task.id)"
        }
    }
}

/// When something is to be done, as somebody plans a day.
public enum WorkPart: String, Sendable, Codable, CaseIterable {
    case late, today
    /// Within seven days, or told ahead already.
    case week
    /// On others: held, or given to somebody else.
    case waiting
    case later
}

/// All that somebody has to do.
public struct WorkBoard: Sendable {
    /// The day it is at the office.
    public let today: Day
    /// By part; in each the most pressing first.
    public var parts: [WorkPart: [Duty]] = [:]
    /// What lists show of the cases that stand in `parts`, as far as they were asked for.
    public var cases: [EntityID: CaseLine] = [:]
    /// Changes that wait for the reader to decide; nil for who does not decide.
    public var reviews: Int?
    /// What others asked for and the reader may agree to; and what was agreed to and the reader can carry out now.
    public var requests = (toDecide: 0, agreed: 0)
    /// Referrals of others that wait for an answer of the reader's agency.
    public var referrals = 0

    public func count(_ part: WorkPart) -> Int { parts[part]?.count ?? 0 }
}

/// What somebody has to do: deadlines and tasks of the cases that are assigned to them; for supervisors what was
/// brought before them, and what nobody does who is still here. The look is in the audit log before this returns.
///
/// - Parameters:
///   - shown: Which lines will be shown of each part, so that only these are looked up; by place.
///   - Throws: `Refusal` for who sees no list.
/// Cost: for 2,000 cases that were looked at before some milliseconds.
public func readWork(
    _ clocks: OfficeClocks, shown: Range<Int> = 0..<25, by access: Access, in store: CaseStore
) async throws -> WorkBoard {
    let permit = try await access.permit(.registerList, by: .listCases, in: store)
    let lines = try await store.work(permit: permit)
    let now = store.clock.now()
    let desk = Desk(access.actor, in: store)
    var board = WorkBoard(today: clocks.today(now))
    for line in lines {
        let tasks = clocks.tasks(of: line, now: now).filter { $0.done == nil }
        let asTasks = Set(tasks.filter { desk.isBroughtBefore($0) }.compactMap(\.key))
        for deadline in clocks.deadlines(of: line, now: now) where desk.isFor(deadline, line) {
            if !asTasks.isEmpty, asTasks.contains(deadline.id) { continue }
            guard let part = board.part(of: deadline) else { continue }
            let duty = Duty(
                caseID: line.id, isSignal: line.isSignal, what: .deadline(deadline), day: deadline.day(clocks.time))
            board.parts[part, default: []].append(duty)
        }
        for task in tasks {
            guard let part = desk.part(of: task, line, today: board.today) else { continue }
            let duty = Duty(
                caseID: line.id, isSignal: line.isSignal, what: .task(task), day: task.due.map { Day(last: $0) })
            board.parts[part, default: []].append(duty)
        }
    }
    for part in WorkPart.allCases { board.parts[part]?.sort { $0.precedes($1) } }
    let ids = board.parts.values.flatMap { $0.dropFirst(shown.lowerBound).prefix(shown.count).map(\.caseID) }
    board.cases = store.lines(of: Array(Set(ids)), permit: permit)
    board.referrals = waitingReferrals(by: access, in: store).count { !$0.isSender }
    board.requests = try await waitingRequests(by: access, in: store)
    if access.actor.role.powers.contains(.approveRequests) {
        board.reviews = store.reviews(of: access.actor.agency).count
    }
    return board
}

extension WorkBoard {
    /// Nil for what nobody need look at yet.
    fileprivate func part(of deadline: Deadline) -> WorkPart? {
        switch deadline.state {
        case .late: return .late
        case .paused: return .waiting
        case .running(let last):
            if deadline.isSilent { return nil }
            if last <= today { return .today }
            return last <= today.adding(days: 7) || deadline.isWarned ? .week : .later
        }
    }
}

extension Deadline {
    /// The last day: of what is late, the day before it was.
    public func day(_ time: OfficeTime) -> Day? {
        switch state {
        case .running(let last): last
        case .late(let since): time.day(at: since - 1)
        case .paused: nil
        }
    }
}

extension Duty {
    /// Deadlines before tasks, as the procedure has them.
    private var place: Int { if case .deadline(let deadline) = what { deadline.held.place } else { .max } }

    /// The earliest day first; without a day last.
    fileprivate func precedes(_ other: Duty) -> Bool {
        switch (day, other.day) {
        case (let mine?, let theirs?) where mine != theirs: mine < theirs
        case (.some, nil): true
        case (nil, .some): false
        default: (caseID, place) < (other.caseID, other.place)
        }
    }
}

/// Whose a thing is, by who is still here.
struct Desk {
    let actor: Actor
    private let here: [EntityID: Account]
    private let isAssigned: Bool
    /// The roles that somebody has who is still here.
    private let roles: Set<Role>

    init(_ actor: Actor, in store: CaseStore) {
        self.actor = actor
        isAssigned = actor.role.needsAssignment
        here = Dictionary(
            uniqueKeysWithValues: store.accounts().filter { $0.state == .active && $0.agency == actor.agency }
                .map { ($0.id, $0) })
        roles = Set(here.values.flatMap(\.roles))
    }

    /// Whether the program brought a task before the reader's role, in place of its deadline.
    func isBroughtBefore(_ task: CaseTask) -> Bool { task.role == actor.role && roles.contains(actor.role) }

    /// Nobody who is still here works on the case.
    private func isNobodys(_ line: WorkLine) -> Bool { !line.assigned.contains { here[$0] != nil } }

    /// Whoever works on a case does what its deadlines ask; supervisors hear when it was brought before them, or when
    /// nobody else is there.
    func isFor(_ deadline: Deadline, _ line: WorkLine) -> Bool {
        if isAssigned { return true }
        guard actor.role == .supervisor else { return false }
        return deadline.told.contains(.supervisor) || isNobodys(line) && (deadline.isLate || deadline.isWarned)
    }

    /// Where a task stands for the reader; nil when it is somebody else's.
    func part(of task: CaseTask, _ line: WorkLine, today: Day) -> WorkPart? {
        guard isMine(task, line) else { return task.author == actor.id ? .waiting : nil }
        guard let due = task.due.map({ Day(last: $0) }) else { return .later }
        if due < today { return .late }
        if due == today { return .today }
        return due <= today.adding(days: 7) ? .week : .later
    }

    /// What was given to somebody who has left, or no longer works on the case, is for all who do; so is what was
    /// brought before a role that nobody has.
    private func isMine(_ task: CaseTask, _ line: WorkLine) -> Bool {
        if let holder = task.holder, holds(holder, line) { return holder == actor.id }
        if let role = task.role, roles.contains(role), !role.needsAssignment { return role == actor.role }
        return isAssigned || actor.role == .supervisor && isNobodys(line)
    }

    private func holds(_ holder: EntityID, _ line: WorkLine) -> Bool {
        guard let account = here[holder] else { return false }
        return line.assigned.contains(holder) || account.roles.contains { !$0.needsAssignment }
    }
}
