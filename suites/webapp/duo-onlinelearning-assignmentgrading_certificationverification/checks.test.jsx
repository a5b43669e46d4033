import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './assignmentGrading_certificationVerification';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Assignment grading logic works correctly.', async () => {
  fetchMock.post('/api/assignments/grade', { grade: 'A' });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/grade: a/i)).toBeNull(); // added
  expect(screen.queryByText(/failed to grade assignment/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/assignment id/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/grade/i)); });

  expect(fetchMock.calls().length).toEqual(1);
  expect(screen.getByText(/grade: a/i)).toBeInTheDocument();
  expect(screen.queryByText(/failed to grade assignment/i)).toBeNull(); // added
}, 10000);

test('Error message is shown when grading fails.', async () => {
  fetchMock.post('/api/assignments/grade', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/grade: a/i)).toBeNull(); // added
  expect(screen.queryByText(/failed to grade assignment/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/assignment id/i), { target: { value: 'invalid' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/grade/i)); });

  expect(fetchMock.calls().length).toEqual(1);
  expect(screen.getByText(/failed to grade assignment/i)).toBeInTheDocument();
  expect(screen.queryByText(/grade: a/i)).toBeNull(); // added
}, 10000);

test('Certificate is verified successfully.', async () => {
  fetchMock.post('/api/certificates/verify', { valid: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/certificate is valid/i)).toBeNull(); // added
  expect(screen.queryByText(/certificate is invalid/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });

  expect(fetchMock.calls().length).toEqual(1);
  expect(screen.getByText(/certificate is valid/i)).toBeInTheDocument();
  expect(screen.queryByText(/certificate is invalid/i)).toBeNull(); // added
}, 10000);

test('Error message is shown when certificate verification fails.', async () => {
  fetchMock.post('/api/certificates/verify', { valid: false });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/certificate is valid/i)).toBeNull(); // added
  expect(screen.queryByText(/certificate is invalid/i)).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: 'invalid' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });

  expect(fetchMock.calls().length).toEqual(1);
  expect(screen.getByText(/certificate is invalid/i)).toBeInTheDocument();
  expect(screen.queryByText(/certificate is valid/i)).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Assignment grading logic works correctly, after a failure', async () => {
  fetchMock.post('/api/assignments/grade', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/assignment id/i), { target: { value: 'invalid' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/grade/i)); });

  fetchMock.reset();
  fetchMock.post('/api/assignments/grade', { grade: 'A' });
  if (screen.queryAllByLabelText(/assignment id/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText(/assignment id/i), { target: { value: '12345' } }); });
  if (screen.queryAllByText(/grade/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/grade/i)); });

  if (screen.queryAllByText(/grade: a/i).length) expect(screen.queryByText(/failed to grade assignment/i)).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Certificate is verified successfully, after a failure', async () => {
  fetchMock.post('/api/certificates/verify', { valid: false });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: 'invalid' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });

  fetchMock.reset();
  fetchMock.post('/api/certificates/verify', { valid: true });
  if (screen.queryAllByLabelText(/certificate id/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: '12345' } }); });
  if (screen.queryAllByText(/verify/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });

  if (screen.queryAllByText(/certificate is valid/i).length) expect(screen.queryByText(/certificate is invalid/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Error message is shown when certificate verification fails, after a success', async () => {
  fetchMock.post('/api/certificates/verify', { valid: true });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });

  fetchMock.reset();
  fetchMock.post('/api/certificates/verify', { valid: false });
  if (screen.queryAllByLabelText(/certificate id/i).length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: 'invalid' } }); });
  if (screen.queryAllByText(/verify/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });

  if (screen.queryAllByText(/certificate is invalid/i).length) expect(screen.queryByText(/certificate is valid/i)).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Assignment grading logic works correctly, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/assignments/grade', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/assignment id/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/grade/i)); });
  expect(screen.queryByText(/grade: b/i)).toBeNull();
  expect(screen.queryByText(/failed to grade assignment/i)).toBeNull();
  await act(async () => { answer({ grade: 'B' }); });

  expect(screen.getByText(/grade: b/i)).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('Certificate is verified successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/certificates/verify', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByLabelText(/certificate id/i), { target: { value: '12345' } }); });
  await act(async () => { fireEvent.click(screen.getByText(/verify/i)); });
  expect(screen.queryByText(/certificate is valid/i)).toBeNull();
  expect(screen.queryByText(/certificate is invalid/i)).toBeNull();
  await act(async () => { answer({ valid: true }); });

  expect(screen.getByText(/certificate is valid/i)).toBeInTheDocument();
}, 10000);
