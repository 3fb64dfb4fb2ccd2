import { codes } from '../sheet-writing.js';

/** Codes that a rule set for digital health applications adds to the identifier schemes. */
const HEALTH = 'XR01 XR02 XR03';

/** ISO 6523 ICD in runs of consecutive numbers, BR-DEX-04 to -06 and -08. */
const ICD_RUNS = [
  [2, 91],
  [93, 102],
  [104, 180],
  [183, 248],
];

export const PARTY_SCHEMES: ReadonlySet<string> = new Set([
  ...codes(HEALTH),
  ...ICD_RUNS.flatMap(([from = 0, to = 0]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(4, '0')),
  ),
]);

/** Electronic address schemes (EAS) with the additions of the extension, BR-DEX-07. */
export const ADDRESS_SCHEMES = codes(
  `${HEALTH} 0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0219 0220 0221 0225 0230 0235 0240 0244 0242 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959 AN AQ AS AU EM`,
);

/** UNTDID 7143 with the code for clean vehicles, BR-TMP-CVD-01. */
export const CLASSIFICATIONS = codes(
  `CVD AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG BH BI BJ BK BL BM BN BO BP BQ BR BS BT BU BV BW BX BY BZ CC CG CL CR CV DR DW EC EF EMD EN FS GB GN GMN GS HS IB IN IS IT IZ MA MF MN MP NB ON PD PL PO PPI PV QS RC RN RU RY SA SG SK SN SRS SRT SRU SRV SRW SRX SRY SRZ SS SSA SSB SSC SSD SSE SSF SSG SSH SSI SSJ SSK SSL SSM SSN SSO SSP SSQ SSR SSS SST SSU SSV SSW SSX SSY SSZ ST STA STB STC STD STE STF STG STH STI STJ STK STL STM STN STO STP STQ STR STS STT STU STV STW STX STY STZ SUA SUB SUC SUD SUE SUF SUG SUH SUI SUJ SUK SUL SUM TG TSN TSO TSP TSQ TSR TSS TST TSU UA UP VN VP VS VX ZZZ`,
);

/** Vehicle categories of directive 2009/33/EC, BR-DE-CVD-04. */
export const VEHICLES = codes('M1 M2 M3 N1 N2 N3');

/** What a clean vehicle invoice line says of the vehicle, BR-DE-CVD-05. */
export const CLEANNESS = codes('clean zero-emission other');

/** Attachment types of the extension, BR-DEX-01. */
export const EXTENSION_MIME_TYPES = codes(
  `application/pdf image/png image/jpeg text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
   application/vnd.oasis.opendocument.spreadsheet application/xml`,
);
