// The values of the worked examples in docs/formats.md.
const bytes = (byte, count = 32) => `0x${byte.repeat(count)}`;

export const genesis = bytes('22');
export const patient = bytes('33');
export const epoch = { generation: 1, index: 9 };
export const key = bytes('02');
export const envelope = bytes('66');
export const expiresAt = 1_795_341_600_000;

/** A list of envelopes for holders, and its SCALE encoding. */
export const reseals = {
	value: [{ consent: 4, envelope: bytes('44'), sealedTo: bytes('55') }],
	encoded: `0x 04 04000000 ${'44'.repeat(32)} ${'55'.repeat(32)}`.replaceAll(' ', ''),
};

/** A grant, and its SCALE encoding. */
export const grant = {
	value: {
		grantee: { Practitioner: 8 },
		items: [{ item: { Scope: 3 }, envelope }],
		permissions: 1,
		purposes: 1,
		from: 0,
		until: expiresAt,
		reach: 'AllHistory',
		sealedTo: bytes('55'),
		text: bytes('77'),
		policyVersion: 1,
	},
	encoded: [
		'0x 00 08000000',
		`04 00 0300 01 ${'66'.repeat(32)}`,
		'01 0100 0000000000000000 01 00c5b202a2010000 00',
		`01 ${'55'.repeat(32)} ${'77'.repeat(32)} 0100`,
	].join('').replaceAll(' ', ''),
};

/** What opens a blinded consent of practitioner 8, the commitment on chain, and such a grant with its SCALE encoding. */
const commitment = '0x514de1f9775dbd652b46208858e68f91869c2b55d9722b612816c216334f8cfb';
const blindedKey = '0x345c4815c173600111bdb88a7c5a65d14fec9a2716dd61ec72deecc60b73b5e8';
export const blinded = {
	opening: bytes('99'),
	commitment,
	key: blindedKey,
	value: { ...grant.value, grantee: { Blinded: commitment }, sealedTo: blindedKey },
	encoded: grant.encoded.replace('0x0008000000', `0x02${commitment.slice(2)}`).replace('55'.repeat(32), blindedKey.slice(2)),
};

/** Who may recover a patient, and its SCALE encoding. */
export const policy = {
	value: { guardians: [bytes('77'), bytes('88'), bytes('99')], threshold: 2, delay: 259_200_000 },
	encoded: `0x 0c ${'77'.repeat(32)} ${'88'.repeat(32)} ${'99'.repeat(32)} 02 0014730f00000000`.replaceAll(' ', ''),
};
