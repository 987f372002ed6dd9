// SPDX-License-Identifier: Apache-2.0

// Given and family names that are common where they come from, put together by chance.
extension DemoCulture {
    static let southAsia = [
        DemoCulture(
            ("LK", "sin"), feminine: "Niluka=නිලූකා|Kumari=කුමාරි|Sanduni=සඳුනි|Chathurika=චතුරිකා",
            masculine: "Sunil=සුනිල්|Nuwan=නුවන්|Chaminda=චමින්ද",
            family: "Perera=පෙරේරා|Silva=සිල්වා|Jayawardena=ජයවර්ධන|Gunasekara=ගුණසේකර",
            home: ("Galle|Matara|Kurunegala", "KW SA AE LK")),
        DemoCulture(
            ("LK", "tam"), feminine: "Kavitha=கவிதா|Tharani=தாரணி|Selvi=செல்வி", masculine: "Murugan=முருகன்|Suresh=சுரேஷ்",
            family: "Sivalingam=சிவலிங்கம்|Rajendran=ராஜேந்திரன்|Kanagasabai=கனகசபை",
            home: ("Jaffna|Batticaloa|Mannar", "QA SA LK")),
        DemoCulture(
            ("NP", "nep"), feminine: "Sunita=सुनिता|Maya=माया|Bishnu Maya=विष्णु माया|Kopila=कोपिला",
            masculine: "Kamal=कमल|Dorje=दोर्जे|Hari=हरि", family: "Tamang=तामाङ|Shrestha=श्रेष्ठ|Rai=राई|Chaudhary=चौधरी",
            home: ("Nuwakot|Jhapa|Kailali", "IN KW MY")),
        DemoCulture(
            ("BD", "ben"), feminine: "Shirin=শিরিন|Rokeya=রোকেয়া|Moushumi=মৌসুমী", masculine: "Jahangir=জাহাঙ্গীর|Rafiq=রফিক",
            family: "Akter=আক্তার|Begum=বেগম|Hossain=হোসেন|Mia=মিয়া", home: ("Jashore|Sylhet|Barishal", "IN LB SA")),
        DemoCulture(
            ("IN", "hin"), feminine: "Phulmani=फूलमनी|Asha=आशा|Rekha=रेखा", masculine: "Birsa=बिरसा|Ramesh=रमेश",
            family: "Murmu=मुर्मू|Kumari=कुमारी|Paswan=पासवान", home: ("Dumka|Gaya|Ranchi", "IN AE")),
    ]

    static let southEastAsia = [
        DemoCulture(
            ("VN", "vie"), feminine: "Thị Hương|Thùy Dương|Ngọc Ánh|Thị Mỷ|Bích Đào",
            masculine: "Văn Đức|Minh Quân|A Páo",
            family: "Nguyễn|Trần|Lò|Vàng|Đặng", familyFirst: true,
            home: ("Hà Giang|Cần Thơ|Nghệ An", "CN KH GB VN")),
        DemoCulture(
            ("PH", "tgl"), feminine: "Maria Luz|Rowena|Analyn|Jovelyn", masculine: "Jomar|Rodel|Niño",
            family: "Dela Cruz|Peñaflor|Bautista|Macaraeg|Sarip", home: ("Zamboanga|Cebu|Tacloban", "KW MY PH MM")),
        DemoCulture(
            ("TL", "tet"), feminine: "Filomena|Agostinha|Bi Lou", masculine: "Domingos|Mau Bere",
            family: "da Costa Soares|Ximenes|Guterres|dos Santos", home: ("Baucau|Suai|Maliana", "ID TL")),
        DemoCulture(
            ("ID", "ind"), feminine: "Suharti|Wulandari|Kartini|Yuliana", masculine: "Slamet|Sugiarto|Bambang",
            home: ("Indramayu|Kupang|Cilacap", "MY SA TW ID")),
        DemoCulture(
            ("KH", "khm"), feminine: "Sreymom=ស្រីមុំ|Sophea=សុភា|Channary=ចាន់នារី", masculine: "Vannak=វណ្ណៈ|Dara=តារា",
            family: "Chea=ជា|Sok=សុខ|Keo=កែវ", familyFirst: true, home: ("Battambang|Prey Veng", "TH CN KH")),
        DemoCulture(
            ("MM", "mya"), feminine: "Khin Su=ခင်စု|Ei Mon=အိမွန်|Nan Kham=နန်းခမ်း", masculine: "Aung Min=အောင်မင်း|Zaw=ဇော်",
            home: ("Bago|Myitkyina|Hpa-An", "TH CN MM")),
        DemoCulture(
            ("TH", "tha"), feminine: "Malee=มาลี|Suda=สุดา", masculine: "Somchai=สมชาย|Anan=อนันต์",
            family: "Srisuk=ศรีสุข|Thongdee=ทองดี",
            home: ("Chiang Rai|Surin", "JP BH TH")),
    ]

    static let eastAsia = [
        DemoCulture(
            ("CN", "zho"), feminine: "Xiaofang=小芳|Lihua=丽华|Simin=思敏", masculine: "Jianguo=建国|Wei=伟",
            family: "Wang=王|Ouyang=欧阳|Chen=陈|Luo=罗", familyFirst: true, home: ("Kunming|Nanning", "MM IT CN")),
        DemoCulture(
            ("KG", "kir"), feminine: "Aigul=Айгүл|Nurzat=Нурзат", masculine: "Azamat=Азамат|Bakyt=Бакыт",
            family: "Asanova=Асанова|Toktogulov=Токтогулов", home: ("Osh|Jalal-Abad", "RU TR KZ")),
    ]
}
