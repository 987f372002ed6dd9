// SPDX-License-Identifier: Apache-2.0

/// Where somebody types the number and the word that they were given. Says nothing of what opens.
struct HelloPage {
    let question: String
    /// The last try opened nothing, for whatever reason.
    var isAgain = false

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["hello.heading"])"), in: context,
            content: """
                \(when: isAgain, "<div class=\"warn\" role=\"alert\" tabindex=\"-1\"><p>\(words["hello.nothing"])</p></div>")
                <p>\(words["hello.lead"])</p>
                \(HelloForm.form("/hello", question: question, words, """
                    <div class="field"><label for="number">\(words["hello.number"])</label>
                    <input id="number" name="number" type="text" inputmode="tel" autocomplete="off" dir="ltr" data-digits></div>
                    <div class="field"><label for="word">\(words["hello.word"])</label>
                    <input id="word" name="word" type="password" autocomplete="one-time-code" dir="auto"></div>
                    <div class="acts"><button>\(words["hello.do"])</button></div>
                    """))
                <noscript><p class="help">\(words["hello.slow"])</p></noscript>
                \(HelloForm.script(context))
                """)
    }
}

/// What the other word opens: an ordinary page that says nothing.
struct HarmlessPage {
    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["quiet.heading"])"), in: context,
            content: """
                <ul><li>\(words["quiet.1"])</li><li>\(words["quiet.2"])</li><li>\(words["quiet.3"])</li>\
                <li>\(words["quiet.4"])</li></ul><p>\(words["hello.noMore"])</p>
                """)
    }
}
