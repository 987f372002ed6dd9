// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// Deadlines and tasks as people read them.
struct DutyText {
    let context: PageContext
    let today: Day
    private var words: Words { context.words }

    /// What is to be done. The procedure carries its own words, as the codebook does.
    func title(_ what: Duty.What) -> Markup {
        switch what {
        case .deadline(let deadline): "\(deadline.rule.title)"
        case .task(let task): "<bdi>\(task.title)</bdi>"
        }
    }

    /// Such as `late since 3 May 2026`, `last day: today`, `3 days left, until 12 May 2026`, `held since …`.
    func when(_ day: Day?, _ state: Deadline.State?, time: OfficeTime) -> Markup {
        if case .paused(let since)? = state {
            return "<span class=\"mark\">\(words("work.held", ["date": say(time.day(at: since))]))</span>"
        }
        guard let day else { return "<span class=\"soft\">\(words["work.noDay"])</span>" }
        let left = day.number - today.number
        if case .late(let since)? = state { return late(time.day(at: since).adding(days: -1)) }
        if left < 0 { return late(day) }
        if left == 0 { return "<span class=\"mark warning\">\(words["work.today"])</span>" }
        return "\(words("work.left", count: left, ["date": say(day)]))"
    }

    private func late(_ day: Day) -> Markup {
        "<span class=\"mark bad\">\(words["work.late"])</span> \(words("work.wasDue", ["date": say(day)]))"
    }

    func say(_ day: Day) -> String { ValueText(context).date(day.date) }
}
