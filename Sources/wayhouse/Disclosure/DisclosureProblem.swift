// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Foundation

/// What the commands about tables share: the words for what stops them, and how reports are written.
enum DisclosureProblem {
    /// Does the work, and says in plain words why a table was not let out (exit code 1).
    static func inWords(_ work: () throws -> Void) throws {
        do { try work() } catch let refusal as AnonymizeRefusal {
            throw Problem.refused(refusal.message)
        } catch let refusal as DisclosureRefusal {
            throw Problem.refused(refusal.message)
        } catch let refusal as TableRefusal {
            throw Problem.refused(refusal.message)
        } catch let fault as TableFault {
            throw Problem.refused(fault.message)
        }
    }

    /// A report as JSON for people and programs: keys sorted, one a line.
    static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [10]
    }
}
