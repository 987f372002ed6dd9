// SPDX-License-Identifier: Apache-2.0

import Foundation

extension LinkageModel {
    /// The model that a register begins with, until it is large enough for one of its own: learned, unsupervised, from
    /// 136,000 invented records of people of ten countries with the usual slips of registration. Its prior is that of
    /// the invented records; `PeopleMatcher` goes by the size of the register instead.
    public static let forRegisters: LinkageModel = {
        guard let model = try? LinkageModel(json: Data(PackageResources.register_model_json)) else {
            preconditionFailure("the model that the program carries is readable")
        }
        return model
    }()

    /// How many people a register has before a model is learned from it.
    public static let leastPeople = 2_000

    /// A model learned from people alone, with nobody saying who is who. Nil when there are too few, or nothing that
    /// tells them apart.
    public static func learned(from people: [PersonTraits]) -> LinkageModel? {
        guard people.count >= leastPeople else { return nil }
        var reader = PersonReader(yearOfAges: 2000)
        var text = "given_name,surname,birth_date,sex,nationality,document\n"
        for person in people {
            let cells = [
                person.names.first?.given ?? "", person.names.first?.surname ?? "", person.birth?.isoText ?? "",
                person.sex, person.nationalities.first ?? "", person.document,
            ]
            text += cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
        }
        do {
            try reader.add(Array(text.utf8))
            return try Linkage(reader.table(), model: nil).model
        } catch { return nil }
    }
}

extension BirthDate {
    /// As files write it, noughts for what is unknown.
    var isoText: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }
}
