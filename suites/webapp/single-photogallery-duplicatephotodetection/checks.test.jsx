import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import PhotoUploadComponent from './duplicatePhotoDetection';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('detects a duplicate photo', async () => {
  fetchMock.post('/upload', { status: 409 });

  await act(async () => {
    render(<MemoryRouter><PhotoUploadComponent /></MemoryRouter>);
  });
  expect(screen.queryByText(/duplicate photo detected/i)).toBeNull(); // added
  expect(screen.queryByTestId('upload-success-message')?.textContent ?? '').toBe(''); // added

  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/duplicate photo detected/i)).toBeInTheDocument();
  expect(screen.queryByTestId('upload-success-message')?.textContent ?? '').toBe(''); // added
}, 10000);

test('does not detect a duplicate photo', async () => {
  fetchMock.post('/upload', { status: 200 });

  await act(async () => {
    render(<MemoryRouter><PhotoUploadComponent /></MemoryRouter>);
  });
  expect(screen.queryByText(/duplicate photo detected/i)).toBeNull(); // added
  expect(screen.queryByTestId('upload-success-message')?.textContent ?? '').toBe(''); // added

  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByTestId('upload-success-message')).toBeInTheDocument();
  expect(screen.queryByText(/duplicate photo detected/i)).toBeNull(); // added
}, 10000);

// added: a success takes the message of a duplicate away. It counts only if the page lets one try again.
test('does not detect a duplicate photo, after one that was', async () => {
  fetchMock.post('/upload', { status: 409 });

  await act(async () => {
    render(<MemoryRouter><PhotoUploadComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  fetchMock.reset();
  fetchMock.post('/upload', { status: 200 });
  if (screen.queryAllByTestId('file-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  if (screen.queryAllByTestId('upload-button').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  if (screen.queryAllByTestId('upload-success-message').some(({ textContent }) => textContent)) expect(screen.queryByText(/duplicate photo detected/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('detects a duplicate photo, after a success', async () => {
  fetchMock.post('/upload', { status: 200 });

  await act(async () => {
    render(<MemoryRouter><PhotoUploadComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  fetchMock.reset();
  fetchMock.post('/upload', { status: 409 });
  if (screen.queryAllByTestId('file-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  if (screen.queryAllByTestId('upload-button').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });

  if (screen.queryAllByText(/duplicate photo detected/i).length) expect(screen.queryByTestId('upload-success-message')?.textContent ?? '').toBe('');
}, 10000);

// added: no message before the server answers.
test('does not detect a duplicate photo, not before the answer', async () => {
  let answer;
  fetchMock.post('/upload', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><PhotoUploadComponent /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: [new File(['dummy content'], 'example.png', { type: 'image/png' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('upload-button'));
  });
  expect(screen.queryByText(/duplicate photo detected/i)).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByTestId('upload-success-message')).toBeInTheDocument();
}, 10000);
