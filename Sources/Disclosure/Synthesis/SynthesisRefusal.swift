// SPDX-License-Identifier: Apache-2.0

/// Why no synthetic data are made. Holds settings and limits, never a value or a count of people.
public enum SynthesisRefusal: Error, Sendable, Hashable {
    /// k below 2 protects nobody.
    case thresholdTooSmall
    /// There are fewer people than k.
    case fewerThanThreshold(k: Int)
    /// No attribute is shared by k people.
    case nothingShared(k: Int)
    /// The noise that would hide a person hides everything else too.
    case caseloadTooSmall(epsilon: String, peopleNeeded: Int)
    case tooManyAttributes(Int)
    /// Epsilon or delta out of range.
    case badBudget(String)
    /// A record came out that fewer than k people share.
    case unsafe

    /// One to three plain sentences: what, where, what to do.
    public var message: String {
        switch self {
        case .thresholdTooSmall: "The smallest group (--k) must be 2 or more; 10 is usual."
        case .fewerThanThreshold(let k):
            "There are fewer than \(k) people in the file, so nothing can be said that \(k) of them share. "
                + "Publish figures in words, or join with other organisations."
        case .nothingShared(let k):
            "Nothing in the file is shared by \(k) people, so no record can be made that points at nobody. "
                + "Group the values of its columns more coarsely."
        case .caseloadTooSmall(let epsilon, let people):
            "The caseload is too small: at epsilon \(epsilon) the noise that protects one person would drown what the "
                + "file says. About \(people) people are needed. Take fewer columns, wait for more cases, or use --k."
        case .tooManyAttributes(let limit):
            "There are more than \(limit) different values in all columns together. Group the values first."
        case .badBudget(let what): what
        case .unsafe:
            "The check of the finished records found one that too few people share, so no file was written. "
                + "This is a fault of the program; please report it."
        }
    }
}
