// SPDX-License-Identifier: Apache-2.0

// Given and family names that are common where they come from, put together by chance.
extension DemoCulture {
    static let africa = [
        DemoCulture(
            ("BF", "fra"), feminine: "Aïssata|Fatoumata|Mariam|Awa", masculine: "Rasmané|Wendkuuni|Issouf",
            family: "Ouédraogo|Sawadogo|Kaboré|N’Diaye", home: ("Koudougou|Ouahigouya|Banfora", "CI GH BF")),
        DemoCulture(
            ("NG", "eng"), feminine: "Osarugue|Blessing|Ifeọma|Hauwa", masculine: "Chukwudi|Musa|Efosa",
            family: "Osagie|Okonkwo|Ẹhigiator|Bello", home: ("Benin City|Kano|Owerri", "LY IT ML NG")),
        DemoCulture(
            ("ET", "amh"), feminine: "Selamawit=ሰላማዊት|Tigist=ትግስት|Hirut=ሂሩት", masculine: "Abebe=አበበ|Dawit=ዳዊት",
            family: "Bekele=በቀለ|Tesfaye=ተስፋዬ|Alemu=አለሙ", home: ("Jimma|Dessie|Woldia", "SA LB DJ")),
        DemoCulture(
            ("EG", "ara"), feminine: "Fatima=فاطمة|Noura=نورة|Mona=منى",
            masculine: "Mohamed=محمد|Ahmed=أحمد|Youssef=يوسف",
            family: "Abdallah=عبد الله|El Hassan=الحسن|Ben Salem=بن سالم", home: ("Asyut|Qena", "LY IT EG")),
        DemoCulture(
            ("SY", "ara"), feminine: "Rim=ريم|Hanan=حنان", masculine: "Omar=عمر|Ali=علي",
            family: "Haddad=حداد|Najjar=نجار",
            home: ("Homs|Raqqa", "LB TR")),
        DemoCulture(
            ("NA", "afr"), feminine: "Ndapewa|Hilma|Selma", masculine: "Tangeni|Gerson",
            family: "Shikongo|!Gaeb|Haufiku",
            home: ("Rundu|Opuwo", "NA AO")),
    ]

    static let europeAndAmericas = [
        DemoCulture(
            ("UA", "ukr"), feminine: "Nataliia=Наталія|Olena=Олена|Daryna=Дарина", masculine: "Taras=Тарас|Ivan=Іван",
            family: "Petrenko=Петренко|Kovalchuk=Ковальчук|Shevchuk=Шевчук", home: ("Poltava|Uman", "PL DE TR")),
        DemoCulture(
            ("MD", "ron"), feminine: "Ștefania|Mădălina|Doina", masculine: "Ionuț|Andrei",
            family: "Țurcanu|Dumitrașcu|Rusu",
            home: ("Bălți|Cahul", "IT RU TR")),
        DemoCulture(
            ("CO", "spa"), feminine: "María José|Yuliana|Luz Dary", masculine: "Andrés|Jhon Jairo",
            family: "Muñoz Restrepo|Quiñones|Gómez Peña", home: ("Cúcuta|Buenaventura", "MX ES CO")),
        DemoCulture(
            ("HT", "hat"), feminine: "Wideline|Mirlande|Rose-Laure", masculine: "Jean-Robert|Kervens",
            family: "Saint-Fleur|Pierre-Louis|D’Haïti", home: ("Jacmel|Les Cayes", "DO BR HT")),
    ]
}
