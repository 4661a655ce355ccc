/*
 * locale_formats.h - dates, times, numbers and names of the locales that have their own; the values
 * of one locale are lines in the order of format_types.
 */
static const USHORT format_types[] = {
    0xc,    0xd,    0xe,    0xf,    0x10,   0x11,   0x12,   0x13,   0x14,   0x15,   0x16,   0x17,
    0x18,   0x19,   0x1a,   0x1b,   0x1c,   0x1d,   0x1e,   0x1f,   0x20,   0x21,   0x22,   0x23,
    0x24,   0x25,   0x26,   0x27,   0x28,   0x29,   0x2a,   0x2b,   0x2c,   0x2d,   0x2e,   0x2f,
    0x30,   0x31,   0x32,   0x33,   0x34,   0x35,   0x36,   0x37,   0x38,   0x39,   0x3a,   0x3b,
    0x3c,   0x3d,   0x3e,   0x3f,   0x40,   0x41,   0x42,   0x43,   0x44,   0x45,   0x46,   0x47,
    0x48,   0x49,   0x4a,   0x4b,   0x4c,   0x4d,   0x4e,   0x4f,   0x50,   0x51,   0x52,   0x53,
    0x54,   0x55,   0x56,   0x57,   0x5d,   0x60,   0x61,   0x62,   0x63,   0x64,   0x65,   0x66,
    0x69,   0x6a,   0x6b,   0x70,   0x74,   0x75,   0x76,   0x77,   0x78,   0x79,   0x7c,   0x7e,
    0x7f,   0x1003, 0x1005, 0x1006, 0x1007, 0x1008, 0x1009, 0x100a, 0x100b, 0x100c, 0x100d, 0x100e,
    0x100f, 0x1010, 0x1014,
};

static const struct {
    PCWSTR name, values;
} formats[] = {
    {L"", L",\n0\n.\n,\n3;0\n2\n1\n0123456789\n¤\nXDR\n.\n,\n3;0\n2\n2\n0\n0\n/\n:\nMM/dd/yyyy\n"
          L"dddd, dd MMMM yyyy\n0\n1\n1\n1\n1\n1\n1\nAM\nPM\nMonday\nTuesday\nWednesday\n"
          L"Thursday\nFriday\nSaturday\nSunday\nMon\nTue\nWed\nThu\nFri\nSat\nSun\nJanuary\n"
          L"February\nMarch\nApril\nMay\nJune\nJuly\nAugust\nSeptember\nOctober\nNovember\n"
          L"December\nJan\nFeb\nMar\nApr\nMay\nJun\nJul\nAug\nSep\nOct\nNov\nDec\n+\n-\n3\n0\n"
          L"1\n0\n1\n0\nh:mm:ss\nMo\nTu\nWe\nTh\nFr\nSa\nSu\nNaN\nInfinity\n-Infinity\n0\n0\n0\n"
          L"%\n‰\nMMMM dd\nHH:mm\ndddd, MMMM dd\na\np\nHH:mm:ss\n0\nyyyy MMMM\n"
          L"International Monetary Fund\nInternational Monetary Fund\n1\n9\n0\n6\n0\n\n\n1\n1\n"},
    {L"en-US",
     L",\n1\n.\n,\n3;0\n2\n1\n0123456789\n$\nUSD\n.\n,\n3;0\n2\n2\n0\n0\n/\n:\nM/d/yyyy\n"
     L"dddd, MMMM d, yyyy\n0\n0\n0\n1\n0\n0\n0\nAM\nPM\nMonday\nTuesday\nWednesday\n"
     L"Thursday\nFriday\nSaturday\nSunday\nMon\nTue\nWed\nThu\nFri\nSat\nSun\nJanuary\n"
     L"February\nMarch\nApril\nMay\nJune\nJuly\nAugust\nSeptember\nOctober\nNovember\n"
     L"December\nJan\nFeb\nMar\nApr\nMay\nJun\nJul\nAug\nSep\nOct\nNov\nDec\n\n-\n3\n0\n1\n"
     L"0\n1\n0\nh:mm:ss\nMo\nTu\nWe\nTh\nFr\nSa\nSu\nNaN\n∞\n-∞\n0\n1\n1\n%\n‰\nMMMM d\n"
     L"h:mm tt\ndddd, MMMM d\na\np\nh:mm:ss tt\n0\nMMMM yyyy\nUS Dollar\nUS Dollar\n1\n1\n"
     L"0\n6\n0\n\n\n1\n1\n"},
    {L"en-GB",
     L",\n0\n.\n,\n3;0\n2\n1\n0123456789\n£\nGBP\n.\n,\n3;0\n2\n2\n0\n0\n/\n:\ndd/MM/yyyy\n"
     L"dddd, d MMMM yyyy\n1\n1\n1\n1\n1\n1\n1\nam\npm\nMonday\nTuesday\nWednesday\n"
     L"Thursday\nFriday\nSaturday\nSunday\nMon\nTue\nWed\nThu\nFri\nSat\nSun\nJanuary\n"
     L"February\nMarch\nApril\nMay\nJune\nJuly\nAugust\nSeptember\nOctober\nNovember\n"
     L"December\nJan\nFeb\nMar\nApr\nMay\nJun\nJul\nAug\nSept\nOct\nNov\nDec\n\n-\n3\n0\n"
     L"1\n0\n1\n0\nhh:mm:ss\nMo\nTu\nWe\nTh\nFr\nSa\nSu\nNaN\n∞\n-∞\n0\n1\n1\n%\n‰\n"
     L"d MMMM\nHH:mm\ndddd, d MMM\na\np\nHH:mm:ss\n0\nMMMM yyyy\nBritish Pound\n"
     L"British Pound\n1\n9\n0\n0\n2\n\n\n1\n1\n"},
    {L"de-DE",
     L";\n0\n,\n.\n3;0\n2\n1\n0123456789\n€\nEUR\n,\n.\n3;0\n2\n2\n3\n8\n.\n:\ndd.MM.yyyy\n"
     L"dddd, d. MMMM yyyy\n1\n1\n1\n1\n1\n0\n0\nAM\nPM\nMontag\nDienstag\nMittwoch\n"
     L"Donnerstag\nFreitag\nSamstag\nSonntag\nMo.\nDi.\nMi.\nDo.\nFr.\nSa.\nSo.\nJanuar\n"
     L"Februar\nMärz\nApril\nMai\nJuni\nJuli\nAugust\nSeptember\nOktober\nNovember\n"
     L"Dezember\nJan\nFeb\nMär\nApr\nMai\nJun\nJul\nAug\nSep\nOkt\nNov\nDez\n\n-\n1\n1\n0\n"
     L"1\n0\n1\nhh:mm:ss\nMo.\nDi.\nMi.\nDo.\nFr.\nSa.\nSo.\nNaN\n∞\n-∞\n0\n0\n0\n%\n‰\n"
     L"d. MMMM\nHH:mm\ndddd, d. MMMM\na\np\nHH:mm:ss\n0\nMMMM yyyy\nEuro\nEuro\n1\n9\n0\n"
     L"0\n2\n\n\n1\n1\n"},
    {L"fr-FR",
     L";\n0\n,\n \n3;0\n2\n1\n0123456789\n€\nEUR\n,\n \n3;0\n2\n2\n3\n15\n/\n:\n"
     L"dd/MM/yyyy\ndddd d MMMM yyyy\n1\n1\n1\n1\n1\n1\n1\nAM\nPM\nlundi\nmardi\nmercredi\n"
     L"jeudi\nvendredi\nsamedi\ndimanche\nlun.\nmar.\nmer.\njeu.\nven.\nsam.\ndim.\n"
     L"janvier\nfévrier\nmars\navril\nmai\njuin\njuillet\naoût\nseptembre\noctobre\n"
     L"novembre\ndécembre\njanv.\nfévr.\nmars\navr.\nmai\njuin\njuil.\naoût\nsept.\noct.\n"
     L"nov.\ndéc.\n\n-\n1\n0\n0\n1\n0\n1\nhh:mm:ss\nlu\nma\nme\nje\nve\nsa\ndi\nNaN\n∞\n"
     L"-∞\n0\n0\n0\n%\n‰\nd MMMM\nHH:mm\ndddd d MMM\nAM\nPM\nHH:mm:ss\n0\nMMMM yyyy\nEuro\n"
     L"euro\n1\n9\n0\n0\n2\n\n\n1\n1\n"},
    {L"es-ES",
     L";\n0\n,\n.\n3;0\n2\n1\n0123456789\n€\nEUR\n,\n.\n3;0\n2\n2\n3\n8\n/\n:\nd/M/yyyy\n"
     L"dddd, d 'de' MMMM 'de' yyyy\n1\n1\n1\n1\n0\n0\n0\na. m.\np. m.\nlunes\nmartes\n"
     L"miércoles\njueves\nviernes\nsábado\ndomingo\nlun\nmar\nmié\njue\nvie\nsáb\ndom\n"
     L"enero\nfebrero\nmarzo\nabril\nmayo\njunio\njulio\nagosto\nseptiembre\noctubre\n"
     L"noviembre\ndiciembre\nene\nfeb\nmar\nabr\nmay\njun\njul\nago\nsept\noct\nnov\ndic\n"
     L"\n-\n1\n1\n0\n1\n0\n1\nh:mm:ss\nLU\nMA\nMI\nJU\nVI\nSA\nDO\nNaN\n∞\n-∞\n0\n0\n0\n%\n"
     L"‰\nd 'de' MMMM\nH:mm\ndddd, d 'de' MMMM\na. m.\np. m.\nH:mm:ss\n0\nMMMM 'de' yyyy\n"
     L"Euro\neuro\n1\n9\n0\n0\n2\n\n\n1\n1\n"},
    {L"it-IT",
     L";\n0\n,\n.\n3;0\n2\n1\n0123456789\n€\nEUR\n,\n.\n3;0\n2\n2\n3\n8\n/\n:\nd/M/yyyy\n"
     L"dddd d MMMM yyyy\n1\n1\n1\n1\n1\n0\n0\nAM\nPM\nlunedì\nmartedì\nmercoledì\ngiovedì\n"
     L"venerdì\nsabato\ndomenica\nlun\nmar\nmer\ngio\nven\nsab\ndom\ngennaio\nfebbraio\n"
     L"marzo\naprile\nmaggio\ngiugno\nluglio\nagosto\nsettembre\nottobre\nnovembre\n"
     L"dicembre\ngen\nfeb\nmar\napr\nmag\ngiu\nlug\nago\nset\nott\nnov\ndic\n\n-\n1\n1\n0\n"
     L"1\n0\n1\nhh:mm:ss\nlun\nmar\nmer\ngio\nven\nsab\ndom\nNaN\n∞\n-∞\n0\n1\n1\n%\n‰\n"
     L"d MMMM\nHH:mm\ndddd d MMM\nm.\np.\nHH:mm:ss\n0\nMMMM yyyy\nEuro\neuro\n1\n9\n0\n0\n"
     L"2\n\n\n1\n1\n"},
    {L"ja-JP",
     L",\n0\n.\n,\n3;0\n2\n1\n0123456789\n￥\nJPY\n.\n,\n3;0\n0\n0\n0\n0\n/\n:\nyyyy/M/d\n"
     L"yyyy年M月d日dddd\n2\n2\n1\n1\n0\n0\n0\n午前\n午後\n月曜日\n火曜日\n水曜日\n木曜日\n金曜日\n"
     L"土曜日\n日曜日\n月\n"
     L"火\n水\n木\n金\n土\n日\n1月\n2月\n3月\n4月\n5月\n6月\n7月\n8月\n9月\n10月\n11月\n12月\n1月\n"
     L"2月\n3月\n"
     L"4月\n5月\n6月\n7月\n8月\n9月\n10月\n11月\n12月\n\n-\n3\n0\n1\n0\n1\n0\nh:mm:"
     L"ss\n月\n火\n水\n木\n"
     L"金\n土\n日\nNaN\n∞\n-∞\n2\n1\n1\n%\n‰\nM月d日\nH:mm\nM月d日(dddd)\n午前\n午後\nH:mm:ss\n0\n"
     L"yyyy年M月\nJapanese Yen\n日本円\n1\n9\n3\n6\n0\n\n\n1\n1\n"},
    {L"zh-CN", L",\n0\n.\n,\n3;0\n2\n1\n0123456789\n¥\nCNY\n.\n,\n3;0\n2\n2\n0\n0\n/\n:\nyyyy/M/d\n"
               L"yyyy年M月d日dddd\n2\n2\n1\n1\n1\n0\n0\n上午\n下午\n星期一\n星期二\n星期三\n星期四"
               L"\n星期五\n星期六\n星期日\n周一\n"
               L"周二\n周三\n周四\n周五\n周六\n周日\n一月\n二月\n三月\n四月\n五月\n六月\n七月\n八月"
               L"\n九月\n十月\n十一月\n十二月\n1月\n2月\n"
               L"3月\n4月\n5月\n6月\n7月\n8月\n9月\n10月\n11月\n12月\n\n-\n3\n0\n1\n0\n1\n0\nhh:mm:"
               L"ss\n周一\n周二\n"
               L"周三\n周四\n周五\n周六\n周日\nNaN\n∞\n-∞\n2\n1\n1\n%\n‰\nM月d日\nHH:"
               L"mm\nM月d日dddd\n上午\n下午\n"
               L"HH:mm:ss\n0\nyyyy年M月\nChinese Yuan\n人民币\n1\n9\n4\n0\n0\n\n\n1\n1\n"},
    {L"ru-RU",
     L";\n0\n,\n \n3;0\n2\n1\n0123456789\n₽\nRUB\n,\n \n3;0\n2\n2\n3\n8\n.\n:\ndd.MM.yyyy\n"
     L"dddd, d MMMM yyyy 'г'.\n1\n1\n1\n1\n1\n1\n1\nAM\nPM\nпонедельник\nвторник\nсреда\n"
     L"четверг\nпятница\nсуббота\nвоскресенье\nпн\nвт\nср\nчт\nпт\nсб\nвс\nянварь\n"
     L"февраль\nмарт\nапрель\nмай\nиюнь\nиюль\nавгуст\nсентябрь\nоктябрь\nноябрь\nдекабрь\n"
     L"янв.\nфевр.\nмарт\nапр.\nмай\nиюнь\nиюль\nавг.\nсент.\nокт.\nнояб.\nдек.\n\n-\n1\n"
     L"1\n0\n1\n0\n1\nhh:mm:ss\nпн\nвт\nср\nчт\nпт\nсб\nвс\nне число\n∞\n-∞\n0\n0\n0\n%\n"
     L"‰\nd MMMM\nHH:mm\ndddd, d MMM\nAM\nPM\nHH:mm:ss\n0\nMMMM yyyy 'г'.\nRussian Ruble\n"
     L"российский рубль\n1\n9\n0\n0\n2\n\n\n1\n1\n"},
    {L"pt-BR",
     L";\n0\n,\n.\n3;0\n2\n1\n0123456789\nR$\nBRL\n,\n.\n3;0\n2\n2\n2\n9\n/\n:\n"
     L"dd/MM/yyyy\ndddd, d 'de' MMMM 'de' yyyy\n1\n1\n1\n1\n1\n1\n1\nAM\nPM\n"
     L"segunda-feira\nterça-feira\nquarta-feira\nquinta-feira\nsexta-feira\nsábado\n"
     L"domingo\nseg.\nter.\nqua.\nqui.\nsex.\nsáb.\ndom.\njaneiro\nfevereiro\nmarço\n"
     L"abril\nmaio\njunho\njulho\nagosto\nsetembro\noutubro\nnovembro\ndezembro\njan.\n"
     L"fev.\nmar.\nabr.\nmai.\njun.\njul.\nago.\nset.\nout.\nnov.\ndez.\n\n-\n3\n3\n1\n1\n"
     L"1\n1\nhh:mm:ss\nseg.\nter.\nqua.\nqui.\nsex.\nsáb.\ndom.\nNaN\n∞\n-∞\n0\n1\n1\n%\n"
     L"‰\nd 'de' MMMM\nHH:mm\ndddd, d 'de' MMMM\nAM\nPM\nHH:mm:ss\n0\nMMMM 'de' yyyy\n"
     L"Brazilian Real\nReal brasileiro\n1\n9\n0\n6\n0\n\n\n1\n1\n"},
    {L"nl-NL",
     L";\n0\n,\n.\n3;0\n2\n1\n0123456789\n€\nEUR\n,\n.\n3;0\n2\n2\n2\n14\n-\n:\nd-M-yyyy\n"
     L"dddd d MMMM yyyy\n1\n1\n1\n1\n1\n0\n0\na.m.\np.m.\nmaandag\ndinsdag\nwoensdag\n"
     L"donderdag\nvrijdag\nzaterdag\nzondag\nma\ndi\nwo\ndo\nvr\nza\nzo\njanuari\n"
     L"februari\nmaart\napril\nmei\njuni\njuli\naugustus\nseptember\noktober\nnovember\n"
     L"december\njan\nfeb\nmrt\napr\nmei\njun\njul\naug\nsep\nokt\nnov\ndec\n\n-\n3\n0\n1\n"
     L"1\n1\n1\nhh:mm:ss\nma\ndi\nwo\ndo\nvr\nza\nzo\nNaN\n∞\n-∞\n0\n1\n1\n%\n‰\nd MMMM\n"
     L"HH:mm\ndddd d MMM\na.m.\np.m.\nHH:mm:ss\n0\nMMMM yyyy\nEuro\nEuro\n1\n9\n0\n0\n2\n\n"
     L"\n1\n1\n"},
    {L"pl-PL",
     L";\n0\n,\n \n3;0\n2\n1\n0123456789\nzł\nPLN\n,\n \n3;0\n2\n2\n3\n15\n.\n:\n"
     L"d.MM.yyyy\ndddd, d MMMM yyyy\n1\n1\n1\n1\n1\n0\n1\nAM\nPM\nponiedziałek\nwtorek\n"
     L"środa\nczwartek\npiątek\nsobota\nniedziela\npon.\nwt.\nśr.\nczw.\npt.\nsob.\n"
     L"niedz.\nstyczeń\nluty\nmarzec\nkwiecień\nmaj\nczerwiec\nlipiec\nsierpień\nwrzesień\n"
     L"październik\nlistopad\ngrudzień\nsty\nlut\nmar\nkwi\nmaj\ncze\nlip\nsie\nwrz\npaź\n"
     L"lis\ngru\n\n-\n1\n0\n0\n1\n0\n1\nhh:mm:ss\npon\nwto\nśro\nczw\npią\nsob\nnie\nNaN\n"
     L"∞\n-∞\n0\n1\n1\n%\n‰\nd MMMM\nHH:mm\ndddd, d MMMM\na\np\nHH:mm:ss\n0\nMMMM yyyy\n"
     L"Polish Zloty\nzłoty polski\n1\n9\n0\n0\n2\n\n\n1\n1\n"},
    {L"ko-KR",
     L",\n0\n.\n,\n3;0\n2\n1\n0123456789\n₩\nKRW\n.\n,\n3;0\n0\n0\n0\n0\n. \n:\n"
     L"yyyy. M. d.\nyyyy년 M월 d일 "
     L"dddd\n2\n2\n0\n1\n0\n0\n0\nAM\nPM\n월요일\n화요일\n수요일\n목요일\n"
     L"금요일\n토요일\n일요일\n월\n화\n수\n목\n금\n토\n일\n1월\n2월\n3월\n4월\n5월\n6월\n7월\n8월\n"
     L"9월\n10월\n11월\n"
     L"12월\n1월\n2월\n3월\n4월\n5월\n6월\n7월\n8월\n9월\n10월\n11월\n12월\n\n-\n3\n0\n1\n0\n1\n0\n"
     L"h시 m분 s초\n월\n화\n수\n목\n금\n토\n일\nNaN\n∞\n-∞\n2\n1\n1\n%\n‰\nMMMM d일\ntt h:mm\n"
     L"MMM d일 (dddd)\nAM\nPM\ntt h:mm:ss\n1\nyyyy년 MMMM\nSouth Korean Won\n대한민국 원\n1\n9\n"
     L"5\n6\n0\n\n\n1\n1\n"},
    {L"tr-TR",
     L";\n0\n,\n.\n3;0\n2\n1\n0123456789\n₺\nTRY\n,\n.\n3;0\n2\n2\n0\n0\n.\n:\ndd.MM.yyyy\n"
     L"d MMMM yyyy dddd\n1\n1\n1\n1\n1\n1\n1\nÖÖ\nÖS\nPazartesi\nSalı\nÇarşamba\nPerşembe\n"
     L"Cuma\nCumartesi\nPazar\nPzt\nSal\nÇar\nPer\nCum\nCmt\nPaz\nOcak\nŞubat\nMart\n"
     L"Nisan\nMayıs\nHaziran\nTemmuz\nAğustos\nEylül\nEkim\nKasım\nAralık\nOca\nŞub\nMar\n"
     L"Nis\nMay\nHaz\nTem\nAğu\nEyl\nEki\nKas\nAra\n\n-\n3\n0\n1\n0\n1\n0\nhh:mm:ss\nPt\n"
     L"Sa\nÇa\nPe\nCu\nCt\nPa\nNaN\n∞\n-∞\n0\n2\n2\n%\n‰\nd MMMM\nHH:mm\nd MMMM dddd\nöö\n"
     L"ös\nHH:mm:ss\n0\nMMMM yyyy\nTurkish Lira\nTürk Lirası\n1\n9\n23\n0\n0\n\n\n1\n1\n"},
    {L"sv-SE",
     L";\n0\n,\n \n3;0\n2\n1\n0123456789\nkr\nSEK\n,\n \n3;0\n2\n2\n3\n8\n-\n:\n"
     L"yyyy-MM-dd\ndddd d MMMM yyyy\n2\n1\n1\n1\n1\n1\n1\nfm\nem\nmåndag\ntisdag\nonsdag\n"
     L"torsdag\nfredag\nlördag\nsöndag\nmån\ntis\nons\ntors\nfre\nlör\nsön\njanuari\n"
     L"februari\nmars\napril\nmaj\njuni\njuli\naugusti\nseptember\noktober\nnovember\n"
     L"december\njan.\nfeb.\nmars\napr.\nmaj\njuni\njuli\naug.\nsep.\nokt.\nnov.\ndec.\n\n"
     L"-\n1\n1\n0\n1\n0\n1\nhh:mm:ss\nmå\nti\non\nto\nfr\nlö\nsö\nNaN\n∞\n-∞\n0\n0\n0\n%\n"
     L"‰\nd MMMM\nHH:mm\ndddd d MMMM\nfm\nem\nHH:mm:ss\n0\nMMMM yyyy\nSwedish Krona\n"
     L"svensk krona\n1\n9\n0\n0\n2\n\n\n1\n1\n"},
};
