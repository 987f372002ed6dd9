// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@Suite struct ResolveTests {
    let codebook = Codebook.current

    @Test func `every field name means itself, in any case and without its underscore`() {
        for field in codebook.fields {
            let name = field.name.rawValue
            #expect(codebook.resolve(fieldName: name) == field.name)
            #expect(codebook.resolve(fieldName: name.lowercased()) == field.name)
            #expect(codebook.resolve(fieldName: name.replacingOccurrences(of: "_", with: " ")) == field.name)
        }
    }

    @Test(arguments: [
        ("prs_First_Name", "prs_FirstName"), ("prs_Second_Name", "prs_SecondName"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"),
        ("vic_TraffickinStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"),
    ])
    func `the names that the standard's own files write differently are known`(alias: String, name: String) {
        #expect(codebook.resolve(fieldName: alias)?.rawValue == name)
        #expect(codebook.resolve(fieldName: alias.uppercased())?.rawValue == name)
    }

    @Test func `names that mean nothing here resolve to nothing`() {
        for text in ["", " ", "_", "FirstName", "prs_", "nonsense", "prs_FirstNameX", "prs_\u{0}"] {
            #expect(codebook.resolve(fieldName: text) == nil, "\(text)")
        }
    }

    @Test func `every value name means itself, and so do its labels and codes`() {
        for list in codebook.picklists.values {
            let codes = Set(list.values.flatMap(\.codes))
            for value in list.values {
                #expect(list.resolve(value.name) == value.name)
                #expect(list.resolve(value.label) == value.name && list.resolve(value.templateLabel) == value.name)
                // "Ga" is a language and, in any other case, the code of Irish.
                if codes.contains(value.label.lowercased()) { continue }
                for text in [value.label.uppercased(), " \(value.label)\u{A0}", value.templateLabel.lowercased()] {
                    #expect(list.resolve(text) == value.name, "\(list.id) \(text)")
                }
                for text in value.codes + value.spellings {
                    #expect(list.resolve(text) == value.name, "\(list.id) \(text)")
                }
            }
        }
    }

    @Test(arguments: [
        ("NA", "NA"), ("na", "NA"), ("NAM", "NA"), ("Namibia", "NA"), ("Namibie", "NA"), ("NO", "NO"), ("Burma", "MM"),
        ("Ivory Coast", "CI"), ("Cote d'Ivoire", "CI"), ("Côte d’Ivoire", "CI"), ("Costa de Marfil", "CI"),
        ("Costa do Marfim", "CI"), ("ساحل العاج", "CI"), ("Alemania", "DE"), ("Allemagne", "DE"), ("Alemanha", "DE"),
        ("ألمانيا", "DE"), ("Turkey", "TR"), ("Türkiye", "TR"), ("Swaziland", "SZ"), ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("GUINEA", "GN"), ("Guinée-Bissau", "GW"), ("Níger", "NE"), ("Dominica", "DM"), ("República Dominicana", "DO"),
        ("U.K.", "GB"), ("lka", "LK"), ("Syrian Arab Republic", "SY"), ("Taiwan, Province of China", "TW"),
    ])
    func `a country is known by its codes and its names`(text: String, code: String) {
        #expect(codebook.picklists["country"]!.resolve(text) == code)
    }

    @Test(arguments: ["N/A", "n.a.", "N A", "-", "", "none", "unknown", "XX", "UNKNOWN", "Atlantis"])
    func `what names no country resolves to nothing`(text: String) {
        #expect(codebook.picklists["country"]!.resolve(text) == nil)
    }

    @Test(arguments: [
        ("en", "eng"), ("eng", "eng"), ("English", "eng"), ("inglés", "eng"), ("fr", "fra"), ("fre", "fra"),
        ("fra", "fra"),
        ("ger", "deu"), ("chi", "zho"), ("Mandarin", "zho"), ("cmn", "zho"), ("Farsi", "fas"), ("Dari", "prs"),
        ("Tagalog", "tgl"), ("bur", "mya"), ("Sinhala", "sin"), ("tetum", "tet"), ("العربية", "ara"),
        ("Rohingya", "rhg"),
        ("Mon", "mnw"), ("mon", "mon"), ("Pashto", "pus"), ("Flemish", "nld"), ("no", "nor"),
    ])
    func `a language is known by its codes and its names`(text: String, code: String) {
        #expect(codebook.picklists["language"]!.resolve(text) == code)
    }

    @Test func `there are 249 countries, each with its two and three letters`() {
        let values = codebook.picklists["country"]!.values
        #expect(values.count == 249)
        #expect(values.allSatisfy { $0.name.utf8.count == 2 && $0.codes.first?.utf8.count == 3 })
        #expect(Set(values.map(\.label)).count == 249)
        #expect(Set(values.flatMap(\.codes)).count == 249)
    }

    @Test func `labels of the official workbooks mean their columns, and bare ones mean nothing`() {
        #expect(codebook.templateLabels.count == 38)
        for (label, name) in codebook.templateLabels {
            #expect(codebook.resolve(label: label) == name)
            #expect(codebook.resolve(label: label.uppercased() + " ") == name)
        }
        for label in ["City", "Country", "State", "Street", "Date", "Type", "Longitude", "Latitude", "Phone", ""] {
            #expect(codebook.resolve(label: label) == nil, "\(label)")
        }
        #expect(codebook.resolve(label: "City", in: .event) == "hte_City")
        #expect(codebook.resolve(label: "Status") == "cas_Status")
        #expect(codebook.resolve(label: "Mailing Zip/Postal Code") == "prs_MailingPostalCode")
    }

    @Test func `a slip of the hand finds its neighbour, and nonsense finds none`() {
        #expect(codebook.nearestField(to: "prs_FristName") == "prs_FirstName")
        #expect(codebook.nearestField(to: "Birth date") == "prs_Birthdate")
        #expect(codebook.nearestField(to: "Date of birth") == "prs_Birthdate")
        #expect(codebook.nearestField(to: "Methods of controll") == "vic_MethodsOfControl")
        #expect(codebook.nearestField(to: "favourite colour") == nil)
        #expect(codebook.nearestField(to: "") == nil)
        #expect(codebook.nearestField(to: String(repeating: "x", count: 1_000_000)) == nil)
        #expect(codebook.picklists["country"]!.nearest(to: "Phillipines") == "PH")
        #expect(codebook.picklists["methodsOfControl"]!.nearest(to: "Debt bondge") == "DebtBondage")
        #expect(codebook.picklists["typeOfExploitation"]!.nearest(to: "zzzz") == nil)
    }

    @Test func `a thousand exact names resolve in well below a millisecond each`() {
        let list = codebook.picklists["country"]!
        let clock = ContinuousClock()
        let exact = clock.measure { for _ in 0..<10_000 { _ = list.resolve("VN") } }
        let label = clock.measure { for _ in 0..<10_000 { _ = list.resolve("Viet Nam") } }
        #expect(exact < .milliseconds(200) && label < .seconds(1))
    }
}
