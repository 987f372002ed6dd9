# SPDX-License-Identifier: Apache-2.0
"""Names, places and notes of invented people. Given and family names are common ones, combined by chance."""


def culture(country, language, salutations, first, second, cities):
    return {"country": country, "language": language, "salutations": salutations.split(), "first": first.split("|"),
            "second": second.split("|") if second else [], "cities": cities.split("|")}


CULTURES = [
    culture("LK", "sin", "Ms Mr", "නිලූකා|සුනිල්|කුමාරි|Dilrukshi|Chaminda", "පෙරේරා|සිල්වා|Jayawardena|Gunasekara", "Galle|Matara"),
    culture("LK", "tam", "Ms Mr", "கவிதா|முருகன்|Tharani|Selvi", "சிவலிங்கம்|Rajendran|Kanagasabai", "Jaffna|Batticaloa"),
    culture("VN", "vie", "Chị Anh", "Thị Hương|Văn Đức|Thùy Dương|Ngọc Ánh", "Nguyễn|Trần|Lò|Vàng", "Hà Giang|Cần Thơ"),
    culture("BF", "fra", "Mme M.", "Aïssata|Rasmané|Fatoumata|Wendkuuni", "Ouédraogo|Sawadogo|N’Diaye|Kaboré", "Koudougou|Ouahigouya"),
    culture("PH", "tgl", "Ms Mr", "Maria Luz|Jomar|Rowena|Niño", "Dela Cruz|Peñaflor|Bautista|Macaraeg", "Zamboanga|Cebu"),
    culture("TL", "tet", "Sra Sr", "Filomena|Domingos|Agostinha|Mau Bere", "da Costa Soares|Ximenes|Guterres", "Baucau|Suai"),
    culture("EG", "ara", "Ms Mr", "فاطمة|محمد|نورة|أحمد", "عبد الله|الحسن|بن سالم", "Asyut|Qena"),
    culture("UA", "ukr", "Ms Mr", "Наталія|Олена|Тарас|Іван", "Петренко|Ковальчук|Шевчук", "Poltava|Uman"),
    culture("CN", "zho", "Ms Mr", "小芳|丽华|建国|思敏", "王|欧阳|陈", "Kunming|Nanning"),
    culture("NP", "nep", "Ms Mr", "सुनिता|मीना|कमल|Bishnu Maya", "तामाङ|श्रेष्ठ|Rai", "Nuwakot|Jhapa"),
    culture("NA", "afr", "Ms Mr", "Ndapewa|Hilma|Tangeni", "!Gaeb|//Garoëb|Shikongo", "Rundu|Opuwo"),
    culture("ID", "ind", "Ibu Pak", "Suharti|Wulandari|Slamet", "", "Indramayu|Kupang"),
    culture("ET", "amh", "Ms Mr", "ሰላማዊት|አበበ|Tigist", "ተስፋዬ|Bekele", "Jimma|Dessie"),
    culture("MM", "mya", "Daw U", "ခင်မာ|အောင်|Khin Su", "လှိုင်|Htun", "Bago|Myitkyina"),
    culture("RO", "ron", "Dna Dl", "Ștefania|Ionuț|Mădălina", "Țurcanu|Dumitrașcu|Ion", "Bacău|Iași"),
    culture("NG", "eng", "Ms Mr", "Osarugue|Blessing|Ifeọma|Chukwudi", "Osagie|Okonkwo|Ẹhigiator", "Benin City|Kano"),
    culture("HT", "hat", "Mme M.", "Wideline|Jean-Robert|Mirlande", "Saint-Fleur|D'Haïti|Pierre-Louis", "Jacmel|Les Cayes"),
    culture("IS", "isl", "Ms Mr", "Þórdís|Sæunn|Ægir", "Björnsdóttir|Hallsson", "Akureyri|Ísafjörður"),
]

# What people really write: line breaks, quotes, separators, punctuation, other scripts, emoji.
NOTES = [
    "She said: \"call me after six, never before\".",
    "First line.\nSecond line, with a comma; and a semicolon.",
    "Elle préfère qu’on l’appelle par son surnom.",
    "අම්මා සමඟ කතා කළා. நாளை மீண்டும் அழைக்க வேண்டும்.",
    "تم الاتصال بالأسرة يوم الاثنين.",
    "Tabs\tand  two spaces are kept. 100% & <b>not bold</b>",
    "Thumbs up 👍🏽 from the youngest, 👩‍👩‍👧 drawn on the wall.",
    "他说下个月可以回家。",
    "Нет документов; паспорт у хозяина.",
]

# Index in the generated list → fields that must survive exactly as they are.
TRICKY = [
    {},
    {"prs_FirstName": "Zoë\u200d", "prs_SecondName": "O'Brien-\u200bSmith"},
    {"prs_FirstName": "Nadia 🌻", "prs_SecondName": "李"},
    {"prs_FirstName": "علي\u200cرضا", "prs_SecondName": "پورمحمد"},
    {"prs_FirstName": "NULL", "prs_SecondName": "NA", "prs_Citizenship": "NA"},
    {"prs_FirstName": "True", "prs_SecondName": "False"},
    {"prs_FirstName": "0042", "prs_SecondName": "1e5", "prs_IdentityNumber": "00123456789012345678"},
    {"prs_FirstName": "Line\nBreak", "prs_SecondName": "Comma, \"Quote\""},
    {"prs_FirstName": "A", "prs_SecondName": "B", "prs_Birthdate": "1998"},
    {"prs_Birthdate": "2001-05"},
    {"prs_Birthdate": "2000-02-29"},
    {"prs_Birthdate": "1931-12-31", "cas_IncomingReferralDate": "1999-12-31"},
    {"vic_ForcedLabourIndustry": "E_WaterSupplySewerageWasteManagement"},
    {"prs_FirstName": "Nguyễn\u00a0Ngọc", "prs_MailingStreet": "Lot 7; Block 3, \"Sea View\" (invented)"},
    {"prs_Title": "=cmd|' /C calc'!A0", "prs_MailingCity": "@SUM(1)", "prs_MailingState": "-not a number"},
    {"prs_IdentityNumber": "1-2", "prs_MailingPostalCode": "03-12"},
]
