// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// The files of a case, and the form to add one.
struct AttachmentsPage {
    let caseID: EntityID
    let lines: [Line]
    var problem: String?
    /// What the reader may add; no form when empty.
    var kinds: [CaseAttachment.Kind] = []
    var mayRemove = false
    var mayDecide = false
    var done: Done?

    /// One file.
    struct Line {
        let file: CaseAttachment
        let author: String
        let remover: String?
        let isOwnRemoval: Bool
    }

    enum Done: String, CaseIterable { case added, removed, putBack }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["files.heading"])",
            inCase: caseID, words)
        let none: Markup = "<div class=\"note\"><p>\(words["files.none"])</p></div>"
        let (kept, removed) = (lines.filter { $0.file.state == .kept }, lines.filter { $0.file.state == .removed })
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { (text: String) -> Markup in AccountInputs.problem(text, at: "file", words) })
                \(done.map { done -> Markup in "<div class=\"done\" role=\"status\"><p>\(words[.fileDone, done.rawValue])</p></div>" })
                <p>\(words["files.lead"])</p>
                \(kept.isEmpty ? none : "<ul class=\"cards\">\(kept.map { card($0, context) })</ul>")
                \(when: !kinds.isEmpty, form(context))
                \(when: !removed.isEmpty, "<h2>\(words["files.removed"])</h2>")
                <ul class="cards">\(removed.map { removedCard($0, context) })</ul>
                """)
    }

    private func address(_ line: Line) -> String { "/cases/\(caseID)/files/\(line.file.id)" }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let (words, file) = (context.words, line.file)
        let original: Markup = """
            <p><a href="\(address(line) + "/original")" download>\(words["files.original"])</a> \
            <span class="small soft">\(words["files.original.help"])</span></p>
            """
        let remove: Markup = """
            <details><summary>\(words["files.remove"])<span class="unseen">: \(file.name)</span></summary>
            <form method="post" action="\(address(line) + "/remove")">\(context.tokenInput)
            <div class="field"><label for="reason-\(file.id.description)">\(words["files.remove.reason"])</label>
            <p class="help">\(words["files.remove.help"])</p>
            <input type="text" id="reason-\(file.id.description)" name="reason" dir="auto" autocomplete="off"></div>
            <div class="acts"><button class="danger">\(words["files.remove.do"])</button></div></form></details>
            """
        return """
            <li><h2><a href="\(address(line))" download><bdi>\(file.name)</bdi></a> \
            <span class="mark">\(words[.fileKind, file.kind.rawValue])</span></h2>
            <dl class="facts"><div><dt>\(words["files.size"])</dt><dd>\(Self.size(file.size, words))</dd></div>
            <div><dt>\(words["files.added"])</dt><dd>\(MomentText.say(file.added, context)), <bdi>\(line.author)</bdi></dd></div>
            <div><dt>\(words["files.digest"])</dt><dd><code dir="ltr" class="digest">\(file.digest)</code></dd></div></dl>
            <p class="small">\(copyNote(file, words))</p>\(when: file.copy != nil, original)\(when: mayRemove, remove)</li>
            """
    }

    private func copyNote(_ file: CaseAttachment, _ words: Words) -> String {
        file.withoutCopy.map { words[.fileNoCopy, $0.rawValue] } ?? words["files.copy"]
    }

    private func removedCard(_ line: Line, _ context: PageContext) -> Markup {
        let (words, file) = (context.words, line.file)
        let back: Markup = """
            <form method="post" action="\(address(line) + "/put-back")">\(context.tokenInput)
            <div class="acts"><button>\(words["files.putBack"])<span class="unseen">: \(file.name)</span></button></div>\
            </form>
            """
        let decide: Markup = line.isOwnRemoval ? "<p class=\"soft\">\(words["review.own"])</p>" : back
        return """
            <li><h3><bdi>\(file.name)</bdi></h3><p>\(words.markup("files.removed.by", ["name": "<bdi>\(line.remover)</bdi>"]))</p>
            \(when: !file.removedWords.isEmpty, "<p dir=\"auto\">\(file.removedWords)</p>")\(when: mayDecide, decide)</li>
            """
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let choices = kinds.map { kind -> Markup in
            "<option value=\"\(kind.rawValue)\">\(words[.fileKind, kind.rawValue])</option>"
        }
        // The file comes last: what is said about it must be known before its bytes come.
        return """
            <section class="section"><h2>\(words["files.add"])</h2>
            <form method="post" action="/cases/\(caseID.description)/files" enctype="multipart/form-data" \
            data-busy="\(words["files.adding"])">\(context.tokenInput)
            <div class="field"><label for="kind">\(words["files.kind"])</label>
            <p class="help" id="kind-help">\(words["files.kind.help"])</p>
            <select id="kind" name="kind" aria-describedby="kind-help">\(choices)</select></div>
            <div class="\(AccountInputs.frame(problem))"><label for="file">\(words["files.file"])</label>
            <p class="help" id="file-help">\(words["files.file.help"])</p>\(AccountInputs.said(problem, at: "file"))
            <input type="file" id="file" name="file"\(AccountInputs.described("file", hasHelp: true, problem))></div>
            <div class="acts"><button>\(words["files.add.do"])</button></div></form></section>
            """
    }

    /// In the unit that people read sizes in, rounded up.
    static func size(_ bytes: Int, _ words: Words) -> String {
        if bytes < 1 << 20 { return words("files.kilobytes", ["count": "\((bytes + 1023) >> 10)"]) }
        return words("files.megabytes", ["count": "\((bytes + (1 << 20) - 1) >> 20)"])
    }
}
