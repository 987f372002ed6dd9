// SPDX-License-Identifier: Apache-2.0

import Standard
import Synchronization

/// What there is to do in one case, as its records tell it: what happened, tasks, what became of them, what was told.
/// Some hundred bytes.
public struct CaseWork: Sendable {
    /// Another one after each change: for whoever remembers what follows from it.
    public private(set) var stamp = CaseWork.nextStamp()
    private var told: [(record: EntityID, moment: CaseMoment)] = []
    private var all: [CaseTask] = []
    private var steps: [CaseStep] = []
    /// Keys of what was told already.
    public private(set) var notices: [CaseNotice] = []

    public init() {}

    /// The work of the records of a case, in the order they were written.
    public init(_ records: some Sequence<Stored>) {
        for stored in records { if let item = WorkItem(stored) { take(item, of: stored.id) } }
    }

    public var isEmpty: Bool { told.isEmpty && all.isEmpty && steps.isEmpty && notices.isEmpty }

    /// Takes in the current version of a record.
    public mutating func take(_ item: WorkItem, of record: EntityID) {
        drop(record)
        switch item {
        case .moments(let moments): for moment in moments { told.append((record, moment)) }
        case .task(let task): all.append(task)
        case .step(let step): steps.append(step)
        case .notice(let notice): notices.append(notice)
        }
        stamp = Self.nextStamp()
    }

    /// Forgets a record that was removed.
    public mutating func drop(_ record: EntityID) {
        told.removeAll { $0.record == record }
        all.removeAll { $0.id == record }
        steps.removeAll { $0.id == record }
        notices.removeAll { $0.id == record }
        stamp = Self.nextStamp()
    }

    /// What happened, without steps that were taken back: of one day, the opening first and the closing last.
    public var moments: [CaseMoment] {
        let gone = takenBack
        let happened = told.map(\.moment) + steps.filter { !gone.contains($0.id) }.compactMap(\.moment)
        return happened.enumerated().sorted {
            (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
        }.map(\.element)
    }

    private static func rank(_ moment: CaseMoment) -> Int {
        switch moment.name {
        case "case.opened": 0
        case "case.closed", "case.reopened": 2
        default: 1
        }
    }

    /// Steps of the procedure that stand, oldest first.
    public var happened: [CaseStep] {
        let gone = takenBack
        return steps.filter { !StepName.isOurs($0.name) && !gone.contains($0.id) }
    }

    private var takenBack: Set<EntityID> { Set(steps.filter { $0.name == StepName.takenBack }.compactMap(\.about)) }

    /// The tasks with what became of them, in the order they were set.
    public var tasks: [CaseTask] {
        all.map { task in
            var task = task
            for step in steps where step.about == task.id {
                switch step.name {
                case StepName.taskDone, StepName.taskOver: task.done = task.done ?? step
                case StepName.taskPostponed:
                    task.putOff.append(step)
                    task.due = step.until ?? task.due
                default: break
                }
            }
            return task
        }
    }

    public var openTasks: [CaseTask] { all.isEmpty ? [] : tasks.filter { $0.done == nil } }

    private static let stamps = Atomic<UInt64>(0)
    private static func nextStamp() -> UInt64 { stamps.add(1, ordering: .relaxed).newValue }
}

/// What one record adds to the work of its case.
public enum WorkItem: Sendable {
    case moments([CaseMoment])
    case task(CaseTask)
    case step(CaseStep)
    case notice(CaseNotice)

    /// Nil for a record that adds nothing.
    public init?(_ stored: Stored) {
        switch stored.record.kind {
        case .task: self = .task(CaseTask(stored))
        case .step: self = .step(CaseStep(stored))
        case .notice: self = .notice(CaseNotice(stored))
        default:
            let moments = stored.moments
            if moments.isEmpty { return nil }
            self = .moments(moments)
        }
    }

    /// Whether the program wrote it by itself, to say what deadlines come to: then nothing moved in the case.
    public var isOfTheProgram: Bool {
        switch self {
        case .notice: true
        case .task(let task): task.role != nil
        case .step(let step): step.name == StepName.taskOver
        case .moments: false
        }
    }
}

/// Something to do.
public struct CaseTask: Sendable, Hashable, Identifiable {
    public let id: EntityID
    public let title: String
    /// The last day on which it is in time; nil when it has none.
    public var due: PartialDate?
    /// The account that it was given to; nil for all who work on the case.
    public let holder: EntityID?
    /// The deadline that it was made for; nil for a task of its own.
    public let key: String?
    /// The role before which the program brought it, until the deadline is over; nil for what somebody set.
    public let role: Role?
    /// Who set it; nil at the console.
    public let author: EntityID?
    public let set: PartialDate
    /// The step with which it was done; nil as long as it is open.
    public var done: CaseStep?
    /// The steps with which it was put off, oldest first.
    public var putOff: [CaseStep] = []

    init(_ stored: Stored) {
        let record = stored.record
        id = stored.id
        title = record.text("wh_TaskTitle") ?? ""
        due = record.date("wh_TaskDue")
        holder = record.text("wh_TaskFor").flatMap { EntityID($0) }
        key = record.text("wh_TaskKey")
        role = record.text("wh_TaskRole").flatMap { Role(rawValue: $0) }
        author = stored.author
        set = stored.day
    }
}

/// Something that happened.
public struct CaseStep: Sendable, Hashable, Identifiable {
    public let id: EntityID
    public let name: String
    public let day: PartialDate
    public let about: EntityID?
    public let until: PartialDate?
    /// A value name of `followUpOutcome`.
    public let outcome: String?
    public let note: String?
    public let author: EntityID?
    let moment: CaseMoment?

    init(_ stored: Stored) {
        let record = stored.record
        id = stored.id
        name = record.text("wh_StepEvent") ?? ""
        day = record.date("wh_StepDay") ?? stored.day
        about = record.text("wh_StepAbout").flatMap { EntityID($0) }
        until = record.date("wh_StepUntil")
        outcome = record.code("wh_StepOutcome")
        note = record.text("wh_StepNote")
        author = stored.author
        moment = stored.moments.first
    }
}

/// That a deadline was told of.
public struct CaseNotice: Sendable, Hashable, Identifiable {
    public let id: EntityID
    /// Which moment of which deadline.
    public let key: String
    /// When it was due, in milliseconds since 1970.
    public let at: Int64
    public let tell: Role?

    init(_ stored: Stored) {
        id = stored.id
        key = stored.record.text("wh_NoticeKey") ?? ""
        at = stored.record.text("wh_NoticeAt").flatMap { Int64($0) } ?? 0
        tell = stored.record.text("wh_NoticeFor").flatMap { Role(rawValue: $0) }
    }
}
