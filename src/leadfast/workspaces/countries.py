"""Countries by their English name (ISO 3166), the money used there (ISO 4217), and where tracking needs consent.

Pure. Names and currencies follow the Unicode CLDR, read on 22 November 2026.
"""

from typing import Final

_ROWS: Final = (
    "AF:AFN:Afghanistan|AX:EUR:Åland Islands|AL:ALL:Albania|DZ:DZD:Algeria|AS:USD:American Samoa|"
    "AD:EUR:Andorra|AO:AOA:Angola|AI:XCD:Anguilla|AG:XCD:Antigua & Barbuda|AR:ARS:Argentina|"
    "AM:AMD:Armenia|AW:AWG:Aruba|AU:AUD:Australia|AT:EUR:Austria|AZ:AZN:Azerbaijan|BS:BSD:Bahamas|"
    "BH:BHD:Bahrain|BD:BDT:Bangladesh|BB:BBD:Barbados|BY:BYN:Belarus|BE:EUR:Belgium|BZ:BZD:Belize|"
    "BJ:XOF:Benin|BM:BMD:Bermuda|BT:INR:Bhutan|BO:BOB:Bolivia|BA:BAM:Bosnia & Herzegovina|BW:BWP:Botswana|"
    "BR:BRL:Brazil|IO:USD:British Indian Ocean Territory|VG:USD:British Virgin Islands|BN:BND:Brunei|"
    "BG:BGN:Bulgaria|BF:XOF:Burkina Faso|BI:BIF:Burundi|KH:KHR:Cambodia|CM:XAF:Cameroon|CA:CAD:Canada|"
    "CV:CVE:Cape Verde|BQ:USD:Caribbean Netherlands|KY:KYD:Cayman Islands|CF:XAF:Central African Republic|"
    "TD:XAF:Chad|CL:CLP:Chile|CN:CNY:China|CX:AUD:Christmas Island|CC:AUD:Cocos (Keeling) Islands|"
    "CO:COP:Colombia|KM:KMF:Comoros|CG:XAF:Congo - Brazzaville|CD:CDF:Congo - Kinshasa|"
    "CK:NZD:Cook Islands|CR:CRC:Costa Rica|HR:EUR:Croatia|CU:CUP:Cuba|CW:XCG:Curaçao|CY:EUR:Cyprus|"
    "CZ:CZK:Czechia|CI:XOF:Côte d’Ivoire|DK:DKK:Denmark|DJ:DJF:Djibouti|DM:XCD:Dominica|"
    "DO:DOP:Dominican Republic|EC:USD:Ecuador|EG:EGP:Egypt|SV:USD:El Salvador|GQ:XAF:Equatorial Guinea|"
    "ER:ERN:Eritrea|EE:EUR:Estonia|SZ:SZL:Eswatini|ET:ETB:Ethiopia|FK:FKP:Falkland Islands|"
    "FO:DKK:Faroe Islands|FJ:FJD:Fiji|FI:EUR:Finland|FR:EUR:France|GF:EUR:French Guiana|"
    "PF:XPF:French Polynesia|GA:XAF:Gabon|GM:GMD:Gambia|GE:GEL:Georgia|DE:EUR:Germany|GH:GHS:Ghana|"
    "GI:GIP:Gibraltar|GR:EUR:Greece|GL:DKK:Greenland|GD:XCD:Grenada|GP:EUR:Guadeloupe|GU:USD:Guam|"
    "GT:GTQ:Guatemala|GG:GBP:Guernsey|GN:GNF:Guinea|GW:XOF:Guinea-Bissau|GY:GYD:Guyana|HT:HTG:Haiti|"
    "HN:HNL:Honduras|HK:HKD:Hong Kong SAR China|HU:HUF:Hungary|IS:ISK:Iceland|IN:INR:India|"
    "ID:IDR:Indonesia|IR:IRR:Iran|IQ:IQD:Iraq|IE:EUR:Ireland|IM:GBP:Isle of Man|IL:ILS:Israel|"
    "IT:EUR:Italy|JM:JMD:Jamaica|JP:JPY:Japan|JE:GBP:Jersey|JO:JOD:Jordan|KZ:KZT:Kazakhstan|KE:KES:Kenya|"
    "KI:AUD:Kiribati|KW:KWD:Kuwait|KG:KGS:Kyrgyzstan|LA:LAK:Laos|LV:EUR:Latvia|LB:LBP:Lebanon|"
    "LS:ZAR:Lesotho|LR:LRD:Liberia|LY:LYD:Libya|LI:CHF:Liechtenstein|LT:EUR:Lithuania|LU:EUR:Luxembourg|"
    "MO:MOP:Macao SAR China|MG:MGA:Madagascar|MW:MWK:Malawi|MY:MYR:Malaysia|MV:MVR:Maldives|ML:XOF:Mali|"
    "MT:EUR:Malta|MH:USD:Marshall Islands|MQ:EUR:Martinique|MR:MRU:Mauritania|MU:MUR:Mauritius|"
    "YT:EUR:Mayotte|MX:MXN:Mexico|FM:USD:Micronesia|MD:MDL:Moldova|MC:EUR:Monaco|MN:MNT:Mongolia|"
    "ME:EUR:Montenegro|MS:XCD:Montserrat|MA:MAD:Morocco|MZ:MZN:Mozambique|MM:MMK:Myanmar (Burma)|"
    "NA:ZAR:Namibia|NR:AUD:Nauru|NP:NPR:Nepal|NL:EUR:Netherlands|NC:XPF:New Caledonia|NZ:NZD:New Zealand|"
    "NI:NIO:Nicaragua|NE:XOF:Niger|NG:NGN:Nigeria|NU:NZD:Niue|NF:AUD:Norfolk Island|KP:KPW:North Korea|"
    "MK:MKD:North Macedonia|MP:USD:Northern Mariana Islands|NO:NOK:Norway|OM:OMR:Oman|PK:PKR:Pakistan|"
    "PW:USD:Palau|PS:ILS:Palestinian Territories|PA:PAB:Panama|PG:PGK:Papua New Guinea|PY:PYG:Paraguay|"
    "PE:PEN:Peru|PH:PHP:Philippines|PL:PLN:Poland|PT:EUR:Portugal|PR:USD:Puerto Rico|QA:QAR:Qatar|"
    "RO:RON:Romania|RU:RUB:Russia|RW:RWF:Rwanda|RE:EUR:Réunion|WS:WST:Samoa|SM:EUR:San Marino|"
    "SA:SAR:Saudi Arabia|SN:XOF:Senegal|RS:RSD:Serbia|SC:SCR:Seychelles|SL:SLE:Sierra Leone|"
    "SG:SGD:Singapore|SX:XCG:Sint Maarten|SK:EUR:Slovakia|SI:EUR:Slovenia|SB:SBD:Solomon Islands|"
    "SO:SOS:Somalia|ZA:ZAR:South Africa|KR:KRW:South Korea|SS:SSP:South Sudan|ES:EUR:Spain|"
    "LK:LKR:Sri Lanka|BL:EUR:St. Barthélemy|SH:SHP:St. Helena|KN:XCD:St. Kitts & Nevis|LC:XCD:St. Lucia|"
    "MF:EUR:St. Martin|PM:EUR:St. Pierre & Miquelon|VC:XCD:St. Vincent & Grenadines|SD:SDG:Sudan|"
    "SR:SRD:Suriname|SJ:NOK:Svalbard & Jan Mayen|SE:SEK:Sweden|CH:CHF:Switzerland|SY:SYP:Syria|"
    "ST:STN:São Tomé & Príncipe|TW:TWD:Taiwan|TJ:TJS:Tajikistan|TZ:TZS:Tanzania|TH:THB:Thailand|"
    "TL:USD:Timor-Leste|TG:XOF:Togo|TK:NZD:Tokelau|TO:TOP:Tonga|TT:TTD:Trinidad & Tobago|TN:TND:Tunisia|"
    "TM:TMT:Turkmenistan|TC:USD:Turks & Caicos Islands|TV:AUD:Tuvalu|TR:TRY:Türkiye|"
    "VI:USD:U.S. Virgin Islands|UG:UGX:Uganda|UA:UAH:Ukraine|AE:AED:United Arab Emirates|"
    "GB:GBP:United Kingdom|US:USD:United States|UY:UYU:Uruguay|UZ:UZS:Uzbekistan|VU:VUV:Vanuatu|"
    "VA:EUR:Vatican City|VE:VES:Venezuela|VN:VND:Vietnam|WF:XPF:Wallis & Futuna|EH:MAD:Western Sahara|"
    "YE:YER:Yemen|ZM:ZMW:Zambia|ZW:USD:Zimbabwe|"
)

COUNTRIES: Final[dict[str, str]] = {}
CURRENCY_OF: Final[dict[str, str]] = {}
for _row in _ROWS.strip("|").split("|"):
    _code, _currency, _name = _row.split(":")
    COUNTRIES[_code] = _name
    CURRENCY_OF[_code] = _currency

CURRENCIES: Final = tuple(sorted(set(CURRENCY_OF.values())))

#: Opens and clicks are read from the reader's device: consent first, by the ePrivacy directive, article 5(3),
#: in the EU and EEA, by PECR, regulation 6, in the United Kingdom, and by like reading in Switzerland.
TRACKING_NEEDS_CONSENT: Final = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905 (one line reads better than thirty-two)
)
