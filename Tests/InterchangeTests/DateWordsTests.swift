// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Interchange

@Suite struct DateWordsTests {
    @Test(arguments: [
        ("1998", "1998"), ("1998-05", "1998-05"), ("1998-05-12", "1998-05-12"), ("1998~", "1998~"),
        ("05/1998", "1998-05"),
        ("May 1998", "1998-05"), ("mai 1998", "1998-05"), ("12 mayo de 1998", "1998-05-12"),
        ("12 de maio de 1998", "1998-05-12"),
        ("May 12th, 1998", "1998-05-12"), ("1er août 2001", "2001-08-01"), ("about 1998", "1998~"),
        ("vers 1998", "1998~"),
        ("c. 1998", "1998~"), ("ca. May 1998", "1998-05~"), ("13/05/1998", "1998-05-13"), ("05/13/1998", "1998-05-13"),
        ("04/04/1998", "1998-04-04"), ("12.05.1998", "1998-05-12"), ("1998/5/2", "1998-05-02"),
        ("19980512", "1998-05-12"),
        ("2001-05-03 00:00:00", "2001-05-03"), ("2001-05-03T10:00:00Z", "2001-05-03"),
        ("31/12/1999 0:00", "1999-12-31"),
        ("١٩٩٨", "1998"), ("१९९८-०५-१२", "1998-05-12"), ("3-Sep-2010", "2010-09-03"), ("29 feb 2000", "2000-02-29"),
    ])
    func `dates are read as people write them`(text: String, iso: String) {
        #expect(DateWords(order: nil).read(text) == .date(PartialDate(iso)!))
    }

    @Test func `two readings stay two until somebody says which`() {
        let (a, b) = (PartialDate("2001-04-03")!, PartialDate("2001-03-04")!)
        #expect(DateWords(order: nil).read("03/04/2001") == .twoWays(a, b))
        #expect(DateWords(order: .dayFirst).read("03/04/2001") == .date(a))
        #expect(DateWords(order: .monthFirst).read("03/04/2001") == .date(b))
    }

    @Test(arguments: [
        "", "soon", "32/01/2001", "30 Feb 2001", "2001-13-01", "1998-1999", "12", "99999", "May", "1/2/3/2001",
    ])
    func `what is no date is none`(text: String) {
        #expect(DateWords(order: nil).read(text) == .none)
    }

    @Test func `a year of two digits is not guessed`() {
        #expect(DateWords(order: .dayFirst).read("12/05/98") == .shortYear)
    }
}
