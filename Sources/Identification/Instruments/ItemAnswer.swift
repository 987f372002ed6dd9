// SPDX-License-Identifier: Apache-2.0

/// What was answered to one item.
public enum ItemAnswer: Sendable, Hashable {
    /// Yes or no to a question of that kind; unknown, declined or not asked to any.
    case answer(Answer)
    /// The options that were chosen.
    case codes([String])
    case number(Double)
    case text(String)
}

/// Kept as an object with one name, such as `{"answer": "yes"}` or `{"codes": ["a"]}`: what is stored for years has a
/// form that does not hang on how the compiler writes an enum.
extension ItemAnswer: Codable {
    private enum CodingKeys: String, CodingKey { case answer, codes, number, text }

    public init(from decoder: any Decoder) throws {
        let one = try decoder.container(keyedBy: CodingKeys.self)
        if let answer = try one.decodeIfPresent(Answer.self, forKey: .answer) {
            self = .answer(answer)
        } else if let codes = try one.decodeIfPresent([String].self, forKey: .codes) {
            self = .codes(codes)
        } else if let number = try one.decodeIfPresent(Double.self, forKey: .number) {
            self = .number(number)
        } else {
            self = .text(try one.decode(String.self, forKey: .text))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var one = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .answer(let answer): try one.encode(answer, forKey: .answer)
        case .codes(let codes): try one.encode(codes, forKey: .codes)
        case .number(let number): try one.encode(number, forKey: .number)
        case .text(let text): try one.encode(text, forKey: .text)
        }
    }
}
