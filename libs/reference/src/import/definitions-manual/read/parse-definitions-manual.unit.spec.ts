import { describe, expect, it } from '@jest/globals'
import type { TextFile } from './manual-lines.js'
import {
  parseAliveOnly,
  parseCcExclusions,
  parseClusterIndex,
  parseDiagnosisIndex,
  parseDrgs,
  parseDrgSuppression,
  parseHacs,
  parseMdc14Procedures,
  parseNonExtensive,
  parseNonOrCombinations,
  parseProcedureIndex,
  parseSurgicalHierarchy,
  versionOfManual,
} from './parse-definitions-manual.js'
import { parseDrgLogic } from './parse-drg-logic.js'

/** Lines of the Definitions Manual 43.1 (public domain), brought together. */
const file = (name: string, text: string): TextFile => ({ name, lines: text.split('\n') })

const A = file(
  'appendix_A.txt',
  `:======================================================================:
|     Appendix A List of MS-DRGs Version 43.1     |
:======================================================================:

DRG MDC MS Description
001     P  Heart Transplant or Implant of Heart Assist System with MCC
052 01  M  Spinal Disorders and Injuries with CC/MCC
998        Principal Diagnosis Invalid as Discharge Diagnosis`,
)

const B = file(
  'appendix_B.txt',
  ` I10 Dx  MDC DRG(s)      ICD-10-CM Description
 A020    06  371-373     Salmonella enteritis
 A021    18  870-872     Salmonella sepsis
         25  974-976     
 A360    Pre 011-013     Pharyngeal diphtheria
         03  154-156     
 T200XXA 22  928-929,934 Burn of unspecified degree of head, face, and neck, unspecified site, initial encounter`,
)

const C = file(
  'appendix_C.txt',
  `Appendix C Part 1: List of CC and Major CC Codes
 I10 Dx  Lev HAC PDX Exclusions   ICD-10-CM Description
 A000    CC     0002:2 codes     Cholera due to Vibrio cholerae 01, biovar cholerae      
 D89833  CC     No Excl          Cytokine release syndrome, grade 3                      
 T800XXA MCC 02 0003:1 code      Air embolism following infusion, transfusion and therapeutic injection, initial encounter

PDX collection 0002
  A000    Cholera due to Vibrio cholerae 01, biovar cholerae
  A001    Cholera due to Vibrio cholerae 01, biovar eltor

PDX collection 0003
  T800XXA Air embolism following infusion, transfusion and therapeutic injection, initial encounter

Appendix C Part 2: Codes that are CC or Major CC only if patient discharged alive

  I462    Cardiac arrest due to underlying cardiac condition


Appendix C Part 3: Secondary Diagnosis CC/MCC Severity Exclusions in Select MS-DRGs

MDC 05 DRGs 280-282 Acute Myocardial Infarction, Discharged Alive

  I2101   ST elevation (STEMI) myocardial infarction involving left main coronary artery`,
)

const DE = file(
  'appendix_D_E.txt',
  `|  Appendix D MS-DRG Surgical Hierarchy by MDC and MS-DRG  |
Since patients can have multiple procedures related to their principal diagnosis during
MDC 02 Diseases and Disorders of the Eye
  113-114 Orbital Procedures
  115     Extraocular Procedures Except Orbit
MDC 03 Diseases and Disorders of the Ear, Nose, Mouth and Throat
  140-142 Major Head and Neck Procedures

==========================================================================
Appendix E Operating Room Procedures and Procedure Code/MS-DRG Index
==========================================================================
Procedure Code/MS-DRG Index
    CODE    MDC MS-DRG  SURGICAL CATEGORY
  02HA0RZ+  Pre 001-002 Heart Transplant or Implant of Heart Assist System
            05  215     Other Heart Assist System Implant
  0JD63ZZ*+ Code only used in clusters
  0SPC0KZ   08  485-487 
  4A020N6*  05  216-218 Cardiac Valve and Other Major Cardiothoracic Procedures with Cardiac Catheterization


Procedure Cluster/MS-DRG Index
 CODE COMBINATION  MDC MS-DRG  SURGICAL CATEGORY
  02HK0KZ          05  275     Cardiac Defibrillator Implant with Cardiac Catheterization
  and 0JH609Z      05  276-277 Cardiac Defibrillator Implant
                   
  One of           08  456-458 Spinal Fusion Except Cervical with Spinal Curvature, Malignancy, Infection or Extensive Fusions
    0RG7070        
    0RG70A0        
  with one of      
    0SG1070        
                   
                   01  041     Peripheral, Cranial Nerve and Other Nervous System Procedures
                   


Appendix E Part 3: Procedure Combinations That are non-OR Even Though One or More Procedures in the Combination is OR

  0FHB7DZ       Insertion of Intraluminal Device into Hepatobiliary Duct, Via Natural or Artificial Opening
   and 0FPB7DZ  Removal of Intraluminal Device from Hepatobiliary Duct, Via Natural or Artificial Opening

Appendix E Part 4: Procedures That are Specific to the Logic for any MDC 14 Surgical MS-DRG Assignment

  0U570ZZ  Destruction of Bilateral Fallopian Tubes, Open Approach

NON-OPERATING ROOM PROCEDURES
10E0XZZ* Delivery of Products of Conception, External Approach`,
)

const F = file(
  'appendix_F_I.txt',
  `DRG 989 Non-Extensive O.R. Procedures Unrelated to Principal Diagnosis without CC/MCC

ONLY OPERATING ROOM PROCEDURES

  00503Z3 Destruction of Brain using Laser Interstitial Thermal Therapy, Percutaneous Approach

|    Appendix G Diagnoses Defined as Complications or Comorbidities    |
|         Appendix I Hospital Acquired Conditions (HACs) List          |
:======================================================================:

HAC 11: Surgical Site Infection - Bariatric Surgery
PROCEDURES

  0D16079 Bypass Stomach to Duodenum with Autologous Tissue Substitute, Open Approach

AND
PRINCIPAL DIAGNOSES

  E6601   Morbid (severe) obesity due to excess calories

AND
SECONDARY DIAGNOSIS

  K6811   CC  Postprocedural retroperitoneal abscess

HAC 14:  Iatrogenic Pneumothorax with Venous Catheterization
PROCEDURES

  02H633Z* Insertion of Infusion Device into Right Atrium, Percutaneous Approach`,
)

const LOGIC = file(
  'mdcs_22_25.txt',
  `:======================================================================:
|                             MDC 22 Burns                             |
:======================================================================:

MDC 22 Assignment of Diagnosis Codes

  T200XXA Burn of unspecified degree of head, face, and neck, unspecified site, initial encounter

DRG 928 Full Thickness Burn with Skin Graft or Inhalation Injury with CC/MCC
DRG 929 Full Thickness Burn with Skin Graft or Inhalation Injury without CC/MCC

PRINCIPAL OR SECONDARY DIAGNOSIS

  T2030XA Burn of third degree of head, face, and neck, unspecified site, initial encounter

SKIN GRAFT
OPERATING ROOM PROCEDURES

  0HR0X73 Replacement of Scalp Skin with Autologous Tissue Substitute, Full Thickness, External Approach
  0HRT37Z Replacement of Right Breast with Autologous Tissue Substitute, Percutaneous Approach
   and 0JD63ZZ  Extraction of Chest Subcutaneous Tissue and Fascia, Percutaneous Approach

OR NON-OPERATING ROOM PROCEDURES
10D07Z8* Extraction of Products of Conception, Other, Via Natural or Artificial Opening

|            MDC 25 Human Immunodeficiency Virus Infections            |
MDC 25 Assignment of Diagnosis Codes

PRINCIPAL DIAGNOSIS OF HIV INFECTION

  B20     Human immunodeficiency virus [HIV] disease

AND PRINCIPAL DIAGNOSIS OF SIGNIFICANT HIV RELATED CONDITION

  A021    Salmonella sepsis`,
)

describe('the text of the Definitions Manual', () => {
  it('says its version', () => {
    expect(versionOfManual(A)).toBe('43.1')
    expect(() => versionOfManual(B)).toThrow(SyntaxError)
  })

  it('reads Appendix A', () => {
    expect(parseDrgs(A)).toEqual([
      { drg: '001', mdc: '', type: 'P', title: 'Heart Transplant or Implant of Heart Assist System with MCC' },
      { drg: '052', mdc: '01', type: 'M', title: 'Spinal Disorders and Injuries with CC/MCC' },
      { drg: '998', mdc: '', type: '', title: 'Principal Diagnosis Invalid as Discharge Diagnosis' },
    ])
  })

  it('reads Appendix B, whose lines go on with the code above', () => {
    expect(parseDiagnosisIndex(B).map(({ code, mdc, drgs, title }) => [code, mdc, drgs, title.slice(0, 20)])).toEqual([
      ['A020', '06', '371-373', 'Salmonella enteritis'],
      ['A021', '18', '870-872', 'Salmonella sepsis'],
      ['A021', '25', '974-976', ''],
      ['A360', 'Pre', '011-013', 'Pharyngeal diphtheri'],
      ['A360', '03', '154-156', ''],
      ['T200XXA', '22', '928-929,934', 'Burn of unspecified '],
    ])
  })

  it('reads Appendix C', () => {
    const { 'cc-mcc': levels, 'cc-exclusion-pdx': principals } = parseCcExclusions(C)
    expect(levels.map(({ code, level, pdx_collection, n_pdx }) => [code, level, pdx_collection, n_pdx])).toEqual([
      ['A000', 'CC', '0002', '2'],
      ['D89833', 'CC', '', '0'],
      ['T800XXA', 'MCC', '0003', '1'],
    ])
    expect(principals.map(({ pdx_collection, pdx_code }) => [pdx_collection, pdx_code])).toEqual([
      ['0002', 'A000'],
      ['0002', 'A001'],
      ['0003', 'T800XXA'],
    ])
    expect(parseAliveOnly(C)).toEqual([{ code: 'I462', title: 'Cardiac arrest due to underlying cardiac condition' }])
    expect(parseDrgSuppression(C)).toEqual([
      { mdc: '05', drgs: '280-282', class: 'Acute Myocardial Infarction, Discharged Alive', code: 'I2101' },
    ])
  })

  it('reads Appendix D', () => {
    expect(parseSurgicalHierarchy(DE)).toEqual([
      { mdc: '02', rank: '1', drgs: '113-114', class: 'Orbital Procedures' },
      { mdc: '02', rank: '2', drgs: '115', class: 'Extraocular Procedures Except Orbit' },
      { mdc: '03', rank: '1', drgs: '140-142', class: 'Major Head and Neck Procedures' },
    ])
  })

  it('reads Appendix E', () => {
    expect(
      parseProcedureIndex(DE).map(({ code, is_or, in_cluster, mdc, drgs }) => [code, is_or, in_cluster, mdc, drgs]),
    ).toEqual([
      ['02HA0RZ', '1', '1', 'Pre', '001-002'],
      ['02HA0RZ', '1', '1', '05', '215'],
      ['0JD63ZZ', '0', '1', '', ''],
      ['0SPC0KZ', '1', '0', '08', '485-487'],
      ['4A020N6', '0', '0', '05', '216-218'],
    ])
    expect(parseClusterIndex(DE).map(({ codes, mdc, drgs }) => [codes, mdc, drgs])).toEqual([
      ['02HK0KZ+0JH609Z', '05', '275'],
      ['02HK0KZ+0JH609Z', '05', '276-277'],
      ['0RG7070,0RG70A0+0SG1070', '08', '456-458'],
    ])
    expect(parseNonOrCombinations(DE)).toEqual([{ code1: '0FHB7DZ', code2: '0FPB7DZ' }])
    expect(parseMdc14Procedures(DE)).toEqual([
      { code: '0U570ZZ', is_or: '1' },
      { code: '10E0XZZ', is_or: '0' },
    ])
  })

  it('reads Appendix F and the HACs', () => {
    expect(parseNonExtensive(F)).toEqual([{ code: '00503Z3' }])
    expect(parseHacs(F).map(({ hac, list, code, level }) => [hac, list, code, level])).toEqual([
      ['11', 'PROCEDURES', '0D16079', ''],
      ['11', 'PRINCIPAL DIAGNOSES', 'E6601', ''],
      ['11', 'SECONDARY DIAGNOSIS', 'K6811', 'CC'],
      ['14', 'PROCEDURES', '02H633Z', ''],
    ])
  })

  it('reads the logic of DRGs', () => {
    const { 'dx-mdc': assigned, 'drg-logic': lists } = parseDrgLogic([LOGIC])
    expect(assigned).toEqual([
      { code: 'T200XXA', mdc: '22' },
      { code: 'B20', mdc: '25' },
    ])
    expect(lists).toEqual([
      { mdc: '22', drgs: '928 929', heading: 'PRINCIPAL OR SECONDARY DIAGNOSIS', codes: 'T2030XA' },
      {
        mdc: '22',
        drgs: '928 929',
        heading: 'SKIN GRAFT / OPERATING ROOM PROCEDURES',
        codes: '0HR0X73 0HRT37Z+0JD63ZZ',
      },
      { mdc: '22', drgs: '928 929', heading: 'OR NON-OPERATING ROOM PROCEDURES', codes: '10D07Z8' },
      { mdc: '25', drgs: '', heading: 'AND PRINCIPAL DIAGNOSIS OF SIGNIFICANT HIV RELATED CONDITION', codes: 'A021' },
    ])
  })

  it.each([
    [
      'a line of another form',
      () => parseDrgs({ ...A, lines: [...A.lines, 'and so on'] }),
      'appendix_A.txt:9: not a line that belongs here: "and so on"',
    ],
    [
      'a line that goes on with nothing',
      () => parseDiagnosisIndex({ ...B, lines: [B.lines[0] as string, B.lines[3] as string] }),
      'appendix_B.txt:2',
    ],
    [
      'a missing part',
      () => parseDrgSuppression({ ...C, lines: C.lines.slice(0, -5) }),
      'appendix_C.txt: no line like',
    ],
    [
      'a collection of another size',
      () => parseCcExclusions({ ...C, lines: C.lines.filter((line) => !line.startsWith('  A001')) }),
      'A000 is said to be cancelled by 2 codes, but collection 0002 has 1',
    ],
    ['a code on no list', () => parseDrgLogic([file('mdcs_1.txt', '  something else')]), 'mdcs_1.txt:1'],
  ])('refuses %s', (_, read, message) => {
    expect(read).toThrow(message)
  })
})
