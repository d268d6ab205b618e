import { notApplicable, proven, test, type Requirement } from '../requirement.ts'

/** Chapter 5: File handling. */
export const filesRequirements: readonly Requirement[] = [
  notApplicable('5.1.1', 2, 'Accepted kinds and sizes of files are documented.', 'Nothing is uploaded.'),
  notApplicable('5.2.1', 1, 'Uploads are bounded in size.', 'Nothing is uploaded.'),
  notApplicable('5.2.2', 1, 'The content of an uploaded file matches its extension.', 'Nothing is uploaded.'),
  notApplicable('5.2.3', 2, 'Archives are bounded before they are unpacked.', 'Nothing is uploaded.'),
  notApplicable('5.2.4', 3, 'Files of one user are bounded in number and size.', 'Nothing is uploaded.'),
  notApplicable('5.2.5', 3, 'Archives with symbolic links are refused.', 'Nothing is uploaded.'),
  notApplicable('5.2.6', 3, 'Images are bounded in pixels.', 'Nothing is uploaded.'),
  notApplicable('5.3.1', 1, 'Uploaded files are never run.', 'Nothing is uploaded.'),
  proven('5.3.2', 1, 'Paths of files don’t come from users.', [
    test('apps/server/test/http/http.test.ts', 'the web app > has nothing at %s'),
  ]),
  notApplicable('5.3.3', 3, 'Unpacking ignores paths from users.', 'Nothing is uploaded.'),
  notApplicable(
    '5.4.1',
    2,
    'Names of downloads are validated and stated by the server.',
    'Nothing is offered for download.',
  ),
  notApplicable('5.4.2', 2, 'Names of served files are encoded.', 'Nothing is offered for download.'),
  notApplicable('5.4.3', 2, 'Files from untrusted sources are scanned.', 'Nothing is uploaded.'),
]
