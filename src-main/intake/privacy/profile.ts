/**
 * What the profile does with an attribute (PS3.15 table E.1-1a): D replaced by a dummy, Z emptied or a dummy, X removed,
 * U a unique identifier replaced by another that is the same wherever it was the same, C cleaned of what identifies.
 */
export type ProfileAction = "D" | "Z" | "X" | "U" | "C";

export interface ProfileAttribute {
  /** As dicom-parser writes it: "x00100010". */
  readonly tag: string;
  /** Keyword of PS3.6. */
  readonly keyword: string;
  readonly action: ProfileAction;
}

/**
 * The attributes of the Basic Application Level Confidentiality Profile (DICOM PS3.15 2025, table E.1-1) that stand at the
 * top of radiography objects; where the table leaves a choice ("X/Z/D"), the strictest. Private elements (odd groups),
 * curves (50xx) and overlays (60xx) are covered by rules of their own: see `isIdentifying`.
 */
const rows = `
  00080014 InstanceCreatorUID U|00080015 InstanceCoercionDateTime X|00080018 SOPInstanceUID U|00080020 StudyDate Z
  00080021 SeriesDate X|00080022 AcquisitionDate X|00080023 ContentDate X|00080024 OverlayDate X|00080025 CurveDate X
  0008002A AcquisitionDateTime X|00080030 StudyTime Z|00080031 SeriesTime X|00080032 AcquisitionTime X
  00080033 ContentTime X|00080034 OverlayTime X|00080035 CurveTime X|00080050 AccessionNumber Z|00080058 FailedSOPInstanceUIDList U
  00080080 InstitutionName X|00080081 InstitutionAddress X|00080082 InstitutionCodeSequence X
  00080090 ReferringPhysicianName Z|00080092 ReferringPhysicianAddress X|00080094 ReferringPhysicianTelephoneNumbers X
  00080096 ReferringPhysicianIdentificationSequence X|0008009C ConsultingPhysicianName Z
  0008009D ConsultingPhysicianIdentificationSequence X|00080106 ContextGroupVersion X|00080107 ContextGroupLocalVersion X
  00080201 TimezoneOffsetFromUTC X|00081010 StationName X|00081030 StudyDescription X|0008103E SeriesDescription X
  00081040 InstitutionalDepartmentName X|00081041 InstitutionalDepartmentTypeCodeSequence X|00081048 PhysiciansOfRecord X
  00081049 PhysiciansOfRecordIdentificationSequence X|00081050 PerformingPhysicianName X
  00081052 PerformingPhysicianIdentificationSequence X|00081060 NameOfPhysiciansReadingStudy X
  00081062 PhysiciansReadingStudyIdentificationSequence X|00081070 OperatorsName X|00081072 OperatorIdentificationSequence X
  00081080 AdmittingDiagnosesDescription X|00081084 AdmittingDiagnosesCodeSequence X|00081110 ReferencedStudySequence X
  00081111 ReferencedPerformedProcedureStepSequence X|00081115 ReferencedSeriesSequence X|00081120 ReferencedPatientSequence X
  00081140 ReferencedImageSequence X|00081155 ReferencedSOPInstanceUID U|00081195 TransactionUID U
  00082111 DerivationDescription X|00082112 SourceImageSequence X|00083010 IrradiationEventUID U|00084000 IdentifyingComments X
  00100010 PatientName Z|00100020 PatientID Z|00100021 IssuerOfPatientID X|00100024 IssuerOfPatientIDQualifiersSequence X
  00100030 PatientBirthDate Z|00100032 PatientBirthTime X|00100033 PatientBirthDateInAlternativeCalendar X
  00100034 PatientDeathDateInAlternativeCalendar X|00100050 PatientInsurancePlanCodeSequence X
  00100101 PatientPrimaryLanguageCodeSequence X|00100102 PatientPrimaryLanguageModifierCodeSequence X
  00101000 OtherPatientIDs X|00101001 OtherPatientNames X|00101002 OtherPatientIDsSequence X|00101005 PatientBirthName X
  00101010 PatientAge C|00101020 PatientSize X|00101030 PatientWeight X|00101040 PatientAddress X
  00101050 InsurancePlanIdentification X|00101060 PatientMotherBirthName X|00101080 MilitaryRank X|00101081 BranchOfService X
  00101090 MedicalRecordLocator X|00101100 ReferencedPatientPhotoSequence X|00102000 MedicalAlerts X|00102110 Allergies X
  00102150 CountryOfResidence X|00102152 RegionOfResidence X|00102154 PatientTelephoneNumbers X
  00102155 PatientTelecomInformation X|00102160 EthnicGroup X|00102161 EthnicGroupCodeSequence X|00102180 Occupation X
  001021A0 SmokingStatus X|001021B0 AdditionalPatientHistory X|001021C0 PregnancyStatus X|001021D0 LastMenstrualDate X
  001021F0 PatientReligiousPreference X|00102203 PatientSexNeutered X|00102297 ResponsiblePerson X
  00102299 ResponsibleOrganization X|00104000 PatientComments X|00120010 ClinicalTrialSponsorName D
  00120020 ClinicalTrialProtocolID D|00120021 ClinicalTrialProtocolName Z|00120030 ClinicalTrialSiteID Z
  00120031 ClinicalTrialSiteName Z|00120040 ClinicalTrialSubjectID D|00120042 ClinicalTrialSubjectReadingID D
  00120050 ClinicalTrialTimePointID Z|00120051 ClinicalTrialTimePointDescription X
  00120060 ClinicalTrialCoordinatingCenterName Z|00120071 ClinicalTrialSeriesID X|00120072 ClinicalTrialSeriesDescription X
  00120081 ClinicalTrialProtocolEthicsCommitteeName D|00180010 ContrastBolusAgent Z|00181000 DeviceSerialNumber X
  00181002 DeviceUID U|00181004 PlateID X|00181005 GeneratorID X|00181007 CassetteID X|00181008 GantryID X
  00181009 UniqueDeviceIdentifier X|0018100A UDISequence X|00181012 DateOfSecondaryCapture X|00181014 TimeOfSecondaryCapture X
  00181020 SoftwareVersions C|00181030 ProtocolName X|00181078 RadiopharmaceuticalStartDateTime X|00181200 DateOfLastCalibration X
  00181201 TimeOfLastCalibration X|00181203 CalibrationDateTime X|00181400 AcquisitionDeviceProcessingDescription X
  00184000 AcquisitionComments X|00189074 FrameAcquisitionDateTime X|00189151 FrameReferenceDateTime X
  00189424 AcquisitionProtocolDescription X|00189516 StartAcquisitionDateTime X|00189517 EndAcquisitionDateTime X
  0018A002 ContributionDateTime X|0018A003 ContributionDescription X|0020000D StudyInstanceUID U|0020000E SeriesInstanceUID U
  00200010 StudyID Z|00200052 FrameOfReferenceUID U|00200200 SynchronizationFrameOfReferenceUID U|00203401 ModifyingDeviceID X
  00203406 ModifiedImageDescription X|00204000 ImageComments X|00209158 FrameComments X|00209161 ConcatenationUID U
  00280303 LongitudinalTemporalInformationModified C|00281199 PaletteColorLookupTableUID U|00281214 LargePaletteColorLookupTableUID U
  00284000 ImagePresentationComments X|00320012 StudyIDIssuer X|00321020 ScheduledStudyLocation X
  00321021 ScheduledStudyLocationAETitle X|00321030 ReasonForStudy X|00321032 RequestingPhysician X|00321033 RequestingService X
  00321060 RequestedProcedureDescription X|00321070 RequestedContrastAgent X|00324000 StudyComments X
  00380010 AdmissionID X|00380011 IssuerOfAdmissionID X|00380020 AdmittingDate X|00380021 AdmittingTime X
  00380040 DischargeDiagnosisDescription X|00380050 SpecialNeeds X|00380060 ServiceEpisodeID X
  00380062 ServiceEpisodeDescription X|00380300 CurrentPatientLocation X|00380400 PatientInstitutionResidence X
  00380500 PatientState X|00384000 VisitComments X|00400001 ScheduledStationAETitle X|00400002 ScheduledProcedureStepStartDate X
  00400003 ScheduledProcedureStepStartTime X|00400004 ScheduledProcedureStepEndDate X|00400005 ScheduledProcedureStepEndTime X
  00400006 ScheduledPerformingPhysicianName X|00400007 ScheduledProcedureStepDescription X|00400010 ScheduledStationName X
  00400011 ScheduledProcedureStepLocation X|00400012 PreMedication X|00400241 PerformedStationAETitle X
  00400242 PerformedStationName X|00400243 PerformedLocation X|00400244 PerformedProcedureStepStartDate X
  00400245 PerformedProcedureStepStartTime X|00400250 PerformedProcedureStepEndDate X|00400251 PerformedProcedureStepEndTime X
  00400253 PerformedProcedureStepID X|00400254 PerformedProcedureStepDescription X|00400275 RequestAttributesSequence X
  00400280 CommentsOnThePerformedProcedureStep X|00401001 RequestedProcedureID X|00401004 PatientTransportArrangements X
  00401005 RequestedProcedureLocation X|00401010 NamesOfIntendedRecipientsOfResults X|00401400 RequestedProcedureComments X
  00402001 ReasonForTheImagingServiceRequest X|00402004 IssueDateOfImagingServiceRequest X
  00402008 OrderEnteredBy X|00402009 OrderEntererLocation X|00402010 OrderCallbackPhoneNumber X
  00402016 PlacerOrderNumberImagingServiceRequest Z|00402017 FillerOrderNumberImagingServiceRequest Z
  00402400 ImagingServiceRequestComments X|00403001 ConfidentialityConstraintOnPatientDataDescription X
  0040A027 VerifyingOrganization X|0040A030 VerificationDateTime X|0040A073 VerifyingObserverSequence X
  0040A075 VerifyingObserverName X|0040A078 AuthorObserverSequence X|0040A07C CustodialOrganizationSequence X
  0040A123 PersonName D|0040A124 UID U|0040A730 ContentSequence X|00700001 GraphicAnnotationSequence X
  00700084 ContentCreatorName Z|00700086 ContentCreatorIdentificationCodeSequence X|00880140 StorageMediaFileSetUID U
  00880200 IconImageSequence X|00880904 TopicTitle X|00880906 TopicSubject X|00880910 TopicAuthor X|00880912 TopicKeywords X
  04000100 DigitalSignatureUID X|04000402 ReferencedDigitalSignatureSequence X|04000403 ReferencedSOPInstanceMACSequence X
  04000550 ModifiedAttributesSequence X|04000561 OriginalAttributesSequence X|20300020 TextString X
  40000010 Arbitrary X|40004000 TextComments X|40080114 PhysicianApprovingInterpretation X|4008010B InterpretationText X
  40080115 InterpretationDiagnosisDescription X|40080118 ResultsDistributionListSequence X|40084000 ResultsComments X
  FFFAFFFA DigitalSignaturesSequence X|FFFCFFFC DataSetTrailingPadding X`;

export const basicProfile: readonly ProfileAttribute[] = rows
  .trim()
  .split(/[|\n]/)
  .map((row) => {
    const [tag = "", keyword = "", action = ""] = row.trim().split(" ");
    return { tag: `x${tag.toLowerCase()}`, keyword, action: action as ProfileAction };
  });

const byTag = new Map(basicProfile.map((attribute) => [attribute.tag, attribute.keyword]));

/**
 * The keyword of an attribute that identifies, or could; undefined for one that does not. Of private elements nobody can
 * know what they hold.
 */
export function identifyingKeyword(tag: string): string | undefined {
  const known = byTag.get(tag);
  if (known !== undefined) return known;
  const group = Number.parseInt(tag.slice(1, 5), 16);
  if (group % 2 === 1) return "private elements";
  if (group >= 0x5000 && group <= 0x50ff) return "CurveData";
  // Overlays are drawn over the picture and hold writing more often than not.
  return group >= 0x6000 && group <= 0x60ff ? "OverlayData" : undefined;
}
