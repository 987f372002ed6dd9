// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Vault

struct PasswordRulesTests {
    static let own = ["nimali.perera", "Nimali Perera", "Safe Harbour Foundation", "Kurunegala"]

    static let good = [
        "lantern-olive-tundra-gazebo-mimic-yarn", "brave goat paints fences", "the kettle sings at seven",
        "Où est la bibliothèque?", "mi abuela vende mangos", "trois petits chats bleus", "Der Esel frisst Kuchen",
        "கடல் அலை பாடுகிறது", "නිල් අහස යට මල්", "con mèo ngủ trên mái nhà", "小猫在屋顶上晒太阳喝牛奶看星星",
        "القطة نائمة على السطح", "חתול ישן על הגג החם", "кошка спит на тёплой крыше", "แมวนอนบนหลังคาอุ่น",
        "고양이가 따뜻한 지붕에서 잔다", "ねこはあたたかいやねのうえでねている", "x8#Qv!2mLp0@zRk", "7kd93hs82nf64bq", "zebra&quartz%violin",
        "we were here before", "pudding under the plum tree", "ten brown buffaloes walk", "I never liked the soup!",
        "kahvi on aina kuumaa", "uma gaivota na janela", "ndege wawili angani leo", "maji ya moto hayachomi nyumba",
        "🙂 sun 🌻 moon 🌙 boat ⛵", "Nimali plants orange trees",
    ]

    static let bad: [(String, PasswordRules.Reason)] = [
        ("", .tooShort), ("short", .tooShort), ("fourteen chars", .tooShort), ("Tr0ub4dor&3", .tooShort),
        ("P@ssw0rd!", .tooShort), ("ééééééé", .tooShort), ("12345678901234", .tooShort), ("lantern olive", .tooShort),
        (String(repeating: "ab1 ", count: 129), .tooLong),
        ("aaaaaaaaaaaaaaaa", .patterned), ("abcabcabcabcabcabc", .patterned), ("123456789012345", .patterned),
        ("1234567890123456", .patterned), ("abcdefghijklmnop", .patterned), ("qwertyuiopasdfgh", .patterned),
        ("qwertyuiop12345", .patterned), ("asdfghjklasdfghjkl", .patterned), ("zxcvbnmzxcvbnm1", .patterned),
        ("987654321987654321", .patterned), ("111111111111111", .patterned), ("aaaabbbbccccdddd", .patterned),
        ("1111222233334444", .patterned), ("абвгдежзийклмнопр", .patterned), ("               ", .patterned),
        ("---------------", .patterned), ("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", .patterned),
        ("a1a1a1a1a1a1a1a1", .patterned), ("hello1hello1hello1", .patterned), ("poiuytrewqlkjhgfdsa", .patterned),
        ("0000000000000001", .patterned), ("passwordpassword", .common), ("admin-admin-admin", .patterned),
        ("welcomewelcome2", .common), ("password1234567", .common), ("Password2024!!!", .common),
        ("P@ssw0rdP@ssw0rd1", .common), ("p4$$w0rd-2025-admin", .common), ("iloveyouiloveyou1", .common),
        ("adminadminadmin1", .common), ("Welcome2Wayhouse2026", .common), ("letmeinletmein1", .common),
        ("sunshineprincess1", .common), ("monkeydragonmaster", .common), ("footballbaseball1", .common),
        ("trustno1trustno1x", .common), ("changeme-changeme!", .common), ("correct horse battery staple", .common),
        ("summer2024winter2025", .common), ("contraseña123contraseña", .common), ("motdepasse-motdepasse1", .common),
        ("passwortpasswort1", .common), ("matkhau-matkhau-1", .common), ("secretsecretkey", .common),
        ("qazwsxedcqazwsx1", .common), ("administrator2026", .common), ("superusersuperuser1", .common),
        ("nimaliperera2026", .ownWords), ("Nimali.Perera-1985", .ownWords), ("SafeHarbourFoundation", .ownWords),
        ("Kurunegala-Kurunegala1", .ownWords), ("s4feharb0ur-N1mali", .ownWords), ("foundation perera!!", .ownWords),
    ]

    @Test(arguments: good) func `a long password of one's own is taken, in any script`(password: String) {
        #expect(PasswordRules.check(password, notContaining: Self.own) == nil)
    }

    @Test(arguments: bad)
    func `a password that is tried first is refused`(password: String, reason: PasswordRules.Reason) {
        #expect(PasswordRules.check(password, notContaining: Self.own) == reason)
    }

    @Test func `only length would let most of them through`() {
        let long = Self.bad.filter { $0.0.unicodeScalars.count >= PasswordRules.minimum }
        #expect(long.count > 45)
    }

    @Test func `names of others are no reason`() {
        #expect(PasswordRules.check("SafeHarbourFoundation") == nil)
    }

    @Test func `suggested passphrases are always good`() {
        var random = Seeded(6)
        for _ in 0..<300 {
            #expect(PasswordRules.check(Passphrase.suggestion(using: &random), notContaining: Self.own) == nil)
        }
    }

    @Test func `the words are 1,024, told apart by more than one letter, and none begins another`() {
        let words = PassphraseWords.all
        #expect(words.count == 1_024 && Set(words).count == 1_024)
        #expect(words.allSatisfy { (3...7).contains($0.count) && $0.utf8.allSatisfy { (97...122).contains($0) } })
        for (one, next) in zip(words.sorted(), words.sorted().dropFirst()) { #expect(!next.hasPrefix(one)) }
        var holes: [String: String] = [:]
        for word in words {
            for position in word.indices {
                var hole = word
                hole.replaceSubrange(position...position, with: "?")
                #expect(holes.updateValue(word, forKey: hole) == nil)
            }
        }
    }

    @Test func `a suggestion has six words, another each time`() {
        let suggestions = Set((0..<50).map { _ in Passphrase.suggestion() })
        #expect(suggestions.count == 50)
        #expect(suggestions.allSatisfy { $0.split(separator: "-").count == 6 })
        var (one, other) = (Seeded(1), Seeded(1))
        #expect(Passphrase.suggestion(using: &one) == Passphrase.suggestion(using: &other))
    }
}
