use super::*;

#[test]
fn codes_identify_and_names_do_not() {
    assert!(GOVERNMENTS.windows(2).all(|w| w[0].code < w[1].code));
    assert_eq!(Government::find("131121".parse().unwrap()).map(|g| g.name), Some("世田谷区"));
    assert!(Government::may_exist("138002".parse().unwrap()), "an association");
    assert!(!Government::may_exist("137006".parse().unwrap()), "nobody");
    assert!(!Government::may_exist("011011".parse().unwrap()), "a ward");
    assert_eq!(Government::called("泊村").len(), 2);
    assert_eq!(
        Government::called("府中市").iter().map(|g| g.prefecture).collect::<Vec<_>>(),
        ["東京都", "広島県"]
    );
    assert_eq!(Government::prefecture_named("佐賀県").map(|g| g.code.as_str()), Some("410004"));
    assert_eq!(Government::municipalities_of("佐賀県").count(), 20);
    let offices = Government::municipalities_of("北海道").filter(|g| g.has_office());
    assert_eq!(offices.count(), 179);
    let fuchu = Government::find("342084".parse().unwrap()).unwrap();
    assert_eq!(fuchu.full_name(), "広島県府中市");
    assert!(fuchu.is_called("府中市") && fuchu.is_called("広島県府中市"));
    assert!(!fuchu.is_called("東京都府中市") && !fuchu.is_called("広島県"));
    let saga = Government::prefecture_named("佐賀県").unwrap();
    assert_eq!(saga.full_name(), "佐賀県");
}

fn government(code: &str) -> &'static Government {
    Government::find(code.parse().unwrap()).unwrap()
}

/// Codes, and names that are theirs though written otherwise.
const THE_SAME: [(&str, &[&str]); 47] = [
    ("313025", &["鳥取県岩美郡岩美町", "岩美郡岩美町", "鳥取県岩美町"]),
    ("312011", &["鳥取県 鳥取市", "鳥取県　鳥取市", " 鳥取市\n", "鳥 取 市"]),
    ("292117", &["葛\u{e0100}城市", "葛\u{e0101}城市", "奈良県葛\u{fe00}城市"]),
    ("394050", &["檮原町", "梼原町", "高知県高岡郡檮原町"]),
    ("023213", &["鯵ヶ沢町", "鯵ケ沢町", "鰺ヶ澤町", "青森県西津軽郡鰺が沢町"]),
    ("122246", &["鎌ヶ谷市", "鎌が谷市", "鎌ｹ谷市", "千葉県鎌ケ谷市"]),
    ("042030", &["塩釜市", "塩竃市", "鹽竈市", "宮城県塩釜市"]),
    ("082082", &["龍ヶ崎市", "竜ケ崎市", "竜ヶ﨑市"]),
    ("133078", &["桧原村", "東京都西多摩郡檜原村"]),
    ("073644", &["桧枝岐村", "福島県南会津郡桧枝岐村"]),
    ("014656", &["剣渕町", "劔淵町", "北海道上川総合振興局上川郡剣淵町"]),
    ("013617", &["北海道桧山郡江差町", "北海道檜山支庁江差町", "檜山振興局江差町"]),
    ("013048", &["北海道石狩振興局管内新篠津村", "石狩郡新篠津村"]),
    ("014036", &["北海道古宇郡泊村", "古宇郡泊村", "泊村"]),
    ("016969", &["北海道国後郡泊村", "根室振興局國後郡泊村"]),
    ("014729", &["北海道上川総合振興局雨竜郡幌加内町", "北海道空知支庁雨龍郡幌加内町"]),
    ("133621", &["東京都大島支庁利島村", "利島村"]),
    ("133817", &["東京都三宅島三宅村", "東京都三宅支庁三宅村"]),
    ("465232", &["鹿児島県大島郡大和村", "鹿児島県大島支庁大島郡大和村"]),
    ("272299", &["四条畷市", "大阪府四條畷市"]),
    ("204111", &["下条村", "長野県下伊那郡下條村"]),
    ("153079", &["聖篭町", "新潟県北蒲原郡聖篭町"]),
    ("075647", &["飯館村", "福島県相馬郡飯舘村"]),
    ("014001", &["俱知安町", "虻田郡倶知安町"]),
    ("013951", &["ﾆｾｺ町", "北海道虻田郡ニセコ町"]),
    ("472018", &["那霸市", "沖縄県那覇市"]),
    ("082228", &["鹿嶋市", "茨城県鹿島市"]),
    ("141003", &["横濱市", "橫濱市", "神奈川県横浜市"]),
    ("343021", &["広島県安芸郡府中町", "安藝郡府中町"]),
    ("082201", &["つくは\u{3099}市", "茨城県つくば市"]),
    ("192082", &["南ｱﾙﾌﾟｽ市", "南アルフ\u{309a}ス市"]),
    ("325252", &["島根県隠岐郡海士町", "隱岐支庁海士町"]),
    ("205613", &["長野県下高井郡山の内町", "山ノ內町"]),
    ("024112", &["六ケ所村", "六が所村", "上北郡六ヵ所村"]),
    ("213624", &["関ヶ原町", "岐阜県不破郡關ケ原町"]),
    ("282049", &["\u{2ec4}宮市", "西宮市"]),
    ("392014", &["\u{2fbc}知市", "髙知市"]),
    ("222101", &["冨士市", "静岡県富士市"]),
    ("012254", &["瀧川市", "滝\u{200b}川市", "空知総合振興局瀧川市"]),
    ("072028", &["會津若松市", "福島県会津若松市"]),
    ("473821", &["與那国町", "沖縄県八重山郡与那國町"]),
    ("412015", &["佐賀\u{200b}市", "佐\u{ad}賀市", "\u{feff}佐賀市", "佐賀県佐賀市"]),
    ("131121", &[" 東京都\t世田谷区 ", "世田谷\u{200e}区"]),
    ("042153", &["大﨑市", "大嵜市"]),
    (
        "133051",
        &["日ノ出町", "西多摩郡日の出町", "日の出町（西多摩郡）", "日の出町(東京都西多摩郡)"],
    ),
    ("342084", &["府中市（広島県）", "府中市 (広島県)"]),
    ("010006", &["北海道", "北 海 道"]),
];

/// Codes, and names that are another's or nobody's.
const OTHERS: [(&str, &[&str]); 27] = [
    ("313025", &["鳥取県八頭郡岩美町", "八頭郡岩美町", "岩美郡", "岩美村", "岩美郡岩美町岩美町"]),
    ("312011", &["鳥取県", "鳥取県米子市", "鳥取県鳥取県鳥取市", "鳥取", "鳥取町"]),
    ("012335", &["福島県伊達市", "伊達町", "北海道渡島総合振興局伊達市"]),
    ("072133", &["北海道伊達市", "北海道胆振総合振興局伊達市"]),
    ("141305", &["川崎町", "川崎区", "宮城県柴田郡川崎町"]),
    ("043249", &["川崎市", "福岡県田川郡川崎町", "田川郡川崎町"]),
    ("014036", &["北海道国後郡泊村", "国後郡泊村"]),
    ("193666", &["青森県三戸郡南部町", "鳥取県西伯郡南部町"]),
    ("394050", &["梼原村", "檮原市", "高知県長岡郡檮原町"]),
    ("292117", &["葛城町", "葛巻町"]),
    ("122246", &["鎌谷市", "鎌倉市"]),
    ("032115", &["竈石市", "塩釜市"]),
    ("082228", &["鹿島市", "鹿島市（佐賀県）", "佐賀県鹿島市"]),
    ("412074", &["鹿嶋市", "茨城県鹿嶋市"]),
    ("082201", &["つくばみらい市", "筑波市"]),
    ("013617", &["北海道渡島総合振興局江差町", "江差郡江差町"]),
    ("133621", &["東京都三宅支庁利島村", "東京都利島郡利島村"]),
    ("465232", &["沖縄県大島支庁大和村", "大和町"]),
    ("232360", &["三好市", "三好町"]),
    ("111007", &["埼玉市", "さいたま"]),
    (
        "342084",
        &[
            "府中市（東京都）",
            "府中市（）",
            "（広島県）",
            "広島県府中町",
            "広島県安芸郡府中市",
            "東京都府中市",
        ],
    ),
    ("271004", &["大坂市", "大阪府"]),
    ("372072", &["東香川市", "東カガワ市"]),
    ("013625", &["上之国町"]),
    ("242021", &["四日市", "四日町"]),
    ("292036", &["郡山市", "大和市"]),
    ("010006", &["札幌市", "北海", "北海道庁"]),
];

#[test]
fn a_name_may_be_written_otherwise() {
    for (code, names) in THE_SAME {
        let government = government(code);
        for name in names {
            assert!(government.is_called(name), "{name:?} is {}", government.full_name());
        }
    }
}

#[test]
fn another_name_stays_another() {
    for (code, names) in OTHERS {
        let government = government(code);
        for name in names {
            assert!(!government.is_called(name), "{name:?} is not {}", government.full_name());
        }
    }
}

#[test]
fn every_government_is_found_by_its_name_and_by_nothing_of_its_neighbours() {
    for government in Government::all() {
        assert!(government.is_called(government.name), "{}", government.name);
        let full = [government.prefecture, government.county, government.name].concat();
        if government.kind == GovernmentKind::Municipality {
            let found = Government::called(&full);
            assert_eq!(
                found.iter().map(|g| g.code).collect::<Vec<_>>(),
                [government.code],
                "{full}"
            );
        }
    }
}

#[test]
fn towns_and_villages_lie_in_counties_but_for_the_islands_of_tokyo() {
    let without: Vec<_> = Government::all()
        .iter()
        .filter(|g| g.name.ends_with(['町', '村']) && g.county.is_empty())
        .map(|g| (g.prefecture, g.branches.len()))
        .collect();
    assert_eq!(without.len(), 9);
    assert!(without.iter().all(|(prefecture, branches)| *prefecture == "東京都" && *branches > 0));
    let in_county = |g: &&Government| g.name.ends_with(['市', '区', '県']) && !g.county.is_empty();
    assert_eq!(Government::all().iter().find(in_county), None);
}

#[test]
fn the_usual_forms_make_no_two_governments_one() {
    let mut names: Vec<_> = Government::all().iter().map(|g| g.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut usual: Vec<_> = names.iter().map(|name| Government::comparable(name)).collect();
    usual.sort_unstable();
    let twice: Vec<_> = usual.windows(2).filter(|w| w[0] == w[1]).map(|w| &w[0]).collect();
    assert_eq!(twice, ["鹿島市"], "which is told apart by how it is written");
}

#[test]
fn a_name_in_another_prefecture_says_which() {
    let misplaced = |code: &str, name: &str| government(code).misplaced_in(name).map(|g| g.name);
    assert_eq!(misplaced("012335", "福島県伊達市"), Some("福島県"));
    assert_eq!(misplaced("132063", "広島県 府中市"), Some("広島県"));
    assert_eq!(misplaced("193666", "青森県三戸郡南部町"), Some("青森県"));
    assert_eq!(misplaced("193666", "山梨県三戸郡南部町"), None);
    assert_eq!(misplaced("132063", "広島県府中市教育委員会"), Some("広島県"));
    assert_eq!(misplaced("132063", "東京都府中市長"), None);
    assert_eq!(misplaced("242012", "滋賀県大津市"), None, "it is 大津市, not 津市");
    assert_eq!(misplaced("042030", "秋田県塩釜市"), Some("秋田県"));
}

#[test]
fn a_text_names_governments_in_any_writing() {
    let names = |text: &str| Government::named_in(text).iter().map(|g| g.name).collect::<Vec<_>>();
    assert_eq!(names("滋賀県大津市長"), ["大津市"]);
    assert_eq!(names("佐賀県知事"), ["佐賀県"]);
    assert_eq!(names("佐賀県と佐賀市"), ["佐賀県", "佐賀市"]);
    assert_eq!(names("市長"), Vec::<&str>::new());
    assert_eq!(names("鳥取県岩美郡岩美町長"), ["岩美町"]);
    assert_eq!(names("鳥取県　岩美郡　岩美町長"), ["岩美町"]);
    assert_eq!(names("塩釜市長"), ["塩竈市"]);
    assert_eq!(names("鹿島市長"), ["鹿島市"]);
    assert_eq!(names("龍ヶ崎市教育委員会"), ["龍ケ崎市"]);
    assert_eq!(names("島根県及び隠岐郡海士町"), ["島根県", "海士町"]);
}
