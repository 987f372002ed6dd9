// SPDX-License-Identifier: Apache-2.0

import Workflows

/// The frame around every page: skip link, quick exit, where am I, who can see this, the next thing, menu, footer.
public enum Layout {
    /// The whole document. About 3 kB around `content`.
    public static func page(_ place: Place, in context: PageContext, content: Markup) -> Markup {
        let words = context.words
        return """
            \(head(context))
            <body>
            <a class="skip" href="#main">\(words["frame.skip"])</a>
            <header>\(top(context))\(header(of: place, words))</header>
            \(when: context.opensItself, "<div class=\"warn banner\" role=\"note\"><p>\(words["frame.opensItself"])</p></div>")
            <div class="frame">
            <main id="main" tabindex="-1"\(when: place.isWide, " class=\"wide\"")>
            <h1>\(place.heading)</h1>
            \(content)
            </main>
            \(when: context.viewer != nil, rail(place.area, context))
            </div>
            <footer class="foot"><div class="foot-row"><span>\(foot(context))</span>
            <span>\(words["frame.quickExit.help"])</span></div></footer>
            \(when: context.viewer != nil, rest(context))
            </body></html>
            """
    }

    private static func foot(_ context: PageContext) -> String {
        context.isOutside ? context.words["hello.foot"] : context.words["frame.foot"]
    }

    /// From the document type to the end of `<head>`. The title is neutral on every page, signed in or not.
    static func head(_ context: PageContext) -> Markup {
        """
        <!doctype html>
        <html lang="\(context.words.language)" dir="\(context.words.direction)" \
        data-accent="\(context.accent.rawValue)" data-leave="\(context.leaveAddress)"\
        \(when: context.viewer != nil, idle)>
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(context.tabTitle)</title>
        <meta name="robots" content="noindex, nofollow, noarchive"><meta name="referrer" content="no-referrer">
        <link rel="icon" href="/assets/icon.svg?\(Asset.version)">
        <link rel="stylesheet" href="/assets/app.css?\(Asset.version)" nonce="\(context.nonce)">
        <script src="/assets/app.js?\(Asset.version)" nonce="\(context.nonce)" defer></script>
        </head>
        """
    }

    /// Seconds without anybody until the page closes itself, as long as the server's own rest, and when it says so.
    private static let idle: Markup =
        " data-idle=\"\(Int(Sessions.idleMilliseconds / 1000))\" data-soon=\"60\""

    /// The bar that stays at the top. When the page rests, it says as little as a tab and leads nowhere but away.
    private static func top(_ context: PageContext, isResting: Bool = false) -> Markup {
        let words = context.words
        let hasMenu = context.viewer != nil && !isResting
        return """
            <div class="top"><div class="top-row">
            \(when: isResting, "<p class=\"office\"><span>\(context.tabTitle)</span></p>", else: office(context))
            \(when: hasMenu, "<a class=\"menu-link\" href=\"#menu\">\(words["frame.menu"])</a>")
            <form class="leave" method="post" action="\(Outside.leaveAddress)" data-leave>\(context.tokenInput)
            <button class="exit">\(words["frame.quickExit"])</button></form>
            </div></div>
            """
    }

    private static func office(_ context: PageContext) -> Markup {
        "<a class=\"office\" href=\"/\"><span dir=\"auto\">\(context.officeName)</span></a>"
    }

    private static func header(of place: Place, _ words: Words) -> Markup {
        if place.trail.isEmpty, place.audience == nil, place.next == nil { return "" }
        let trail = place.trail.map { step -> Markup in "<li><a href=\"\(step.address)\">\(step.label)</a></li>" }
        let path: Markup = """
            <nav aria-label="\(words["frame.where"])"><ol>\(trail)<li aria-current="page">\(place.heading)</li></ol>\
            </nav>
            """
        let next = place.next.map { step -> Markup in
            "<p>\(words["frame.next"]) <a href=\"\(step.address)\">\(step.label)</a></p>"
        }
        return """
            <div class="place"><div class="place-row">
            \(when: !trail.isEmpty, path)
            \(place.audience.map { (text: String) -> Markup in "<p>\(words["frame.audience"]) \(text)</p>" })
            \(next)
            </div></div>
            """
    }

    private static func rail(_ current: Place.Area?, _ context: PageContext) -> Markup {
        let words = context.words
        let areas = Place.Area.allCases.filter { area in context.role.map { area.isFor($0) } ?? true }
        let links = areas.map { area -> Markup in
            let mark: Markup = area == current ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(area.address)\"\(mark)>\(words[.menu, area.rawValue])</a></li>"
        }
        return """
            <nav class="rail" id="menu" aria-label="\(words["frame.menu"])"><ul>\(links)
            <li class="end">\(words.markup("frame.signedIn", ["name": "<a href=\"/account\"><bdi>\(context.viewer)</bdi></a>"]))
            <form method="post" action="/sign-out">\(context.tokenInput)<button class="link">\
            \(words["frame.signOut"])</button></form></li>
            </ul></nav>
            """
    }

    /// What takes the page's place when nobody was here for long, and the line that says it is about to.
    private static func rest(_ context: PageContext) -> Markup {
        let words = context.words
        return """
            <div class="soon" role="status" data-soon="\(words["rest.soon"])"></div>
            <template id="rest"><header>\(top(context, isResting: true))</header>
            <main class="rest"><h1 tabindex="-1">\(words["rest.heading"])</h1><p data-kept="\(words["rest.kept"])" \
            data-unkept="\(words["rest.unkept"])">\(words["rest.lead"])</p>
            <p><button type="button" data-again="\(words["rest.noLine"])">\(words["rest.again"])</button></p>
            <p role="status"></p></main></template>
            """
    }
}
