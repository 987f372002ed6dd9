// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Workflows

/// What cannot wait, at the top of the page, with what to do.
struct HelpAlerts {
    let file: CaseFile
    let context: PageContext

    var markup: Markup {
        let alerts = file.helpAlerts(on: context.today)
        let items = HelpAlert.allCases.filter(alerts.contains).map { alert -> Markup in
            "<p>\(context.words[.helpAlert, alert.rawValue])</p>"
        }
        return items.isEmpty ? "" : "<div class=\"warn\" role=\"note\">\(items)</div>"
    }
}
