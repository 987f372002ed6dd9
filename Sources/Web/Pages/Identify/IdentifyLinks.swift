// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// Where identification and age stand, in a line of the case page, with the ways to their pages.
struct IdentifyLinks {
    let file: CaseFile
    let context: PageContext

    var markup: Markup {
        let words = context.words
        let readings = file.victims.map { AgeReading(of: $0, in: file).standing(on: context.today) }
        let child: Markup = "<span class=\"mark warning\">\(words["age.mark.child"])</span>"
        let presumed: Markup = "<span class=\"mark warning\">\(words["age.mark.presumed"])</span>"
        return """
            <p class="acts"><a href="/cases/\(file.id.description)/status">\(words["status.heading"])</a>
            <a href="/cases/\(file.id.description)/age">\(words["age.heading"])</a>
            \(when: readings.contains(.child), child)\(when: readings.contains(.presumedChild), presumed)</p>
            """
    }
}
