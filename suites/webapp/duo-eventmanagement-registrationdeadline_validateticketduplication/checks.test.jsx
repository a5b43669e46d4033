import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './registrationDeadline_validateTicketDuplication';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Registration is successful if within the deadline', async () => {
  fetchMock.post('/register-attendee', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/registration successful/i)).toBeNull(); // added
  expect(screen.queryByText(/registration deadline has passed/i)).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/registration successful/i)).toBeInTheDocument();
  expect(screen.queryByText(/registration deadline has passed/i)).toBeNull(); // added
}, 10000);

test('Registration fails if the deadline is passed', async () => {
  fetchMock.post('/register-attendee', { status: 403 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText(/registration successful/i)).toBeNull(); // added
  expect(screen.queryByText(/registration deadline has passed/i)).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/registration deadline has passed/i)).toBeInTheDocument();
  expect(screen.queryByText(/registration successful/i)).toBeNull(); // added
}, 10000);

test('allows ticket duplication', async () => {
  fetchMock.post('/duplicateTicket', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Ticket duplicated')).toBeNull(); // added
  expect(screen.queryByText('Unable to duplicate ticket.')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });

  expect(fetchMock.calls('/duplicateTicket').length).toEqual(1);
  expect(screen.getByText('Ticket duplicated')).toBeInTheDocument();
  expect(screen.queryByText('Unable to duplicate ticket.')).toBeNull(); // added
}, 10000);

test('fails to duplicate ticket', async () => {
  fetchMock.post('/duplicateTicket', { throws: new Error('Network Error') }); // added

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Ticket duplicated')).toBeNull(); // added
  expect(screen.queryByText('Unable to duplicate ticket.')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });

  expect(screen.getByText('Unable to duplicate ticket.')).toBeInTheDocument();
  expect(screen.queryByText('Ticket duplicated')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Registration is successful if within the deadline, after a failure', async () => {
  fetchMock.post('/register-attendee', { status: 403 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  fetchMock.reset();
  fetchMock.post('/register-attendee', 200);
  if (screen.queryAllByText(/submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  if (screen.queryAllByText(/registration successful/i).length) expect(screen.queryByText(/registration deadline has passed/i)).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('allows ticket duplication, after a failure', async () => {
  fetchMock.post('/duplicateTicket', { throws: new Error('Network Error') });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });

  fetchMock.reset();
  fetchMock.post('/duplicateTicket', 200);
  if (screen.queryAllByTestId('duplicateTicketButton').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });

  if (screen.queryAllByText('Ticket duplicated').length) expect(screen.queryByText('Unable to duplicate ticket.')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Registration fails if the deadline is passed, after a success', async () => {
  fetchMock.post('/register-attendee', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  fetchMock.reset();
  fetchMock.post('/register-attendee', { status: 403 });
  if (screen.queryAllByText(/submit/i).length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });

  if (screen.queryAllByText(/registration deadline has passed/i).length) expect(screen.queryByText(/registration successful/i)).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to duplicate ticket, after a success', async () => {
  fetchMock.post('/duplicateTicket', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });

  fetchMock.reset();
  fetchMock.post('/duplicateTicket', { throws: new Error('Network Error') });
  if (screen.queryAllByTestId('duplicateTicketButton').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });

  if (screen.queryAllByText('Unable to duplicate ticket.').length) expect(screen.queryByText('Ticket duplicated')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Registration is successful if within the deadline, not before the answer', async () => {
  let answer;
  fetchMock.post('/register-attendee', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText(/submit/i)); });
  expect(screen.queryByText(/registration successful/i)).toBeNull();
  expect(screen.queryByText(/registration deadline has passed/i)).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText(/registration successful/i)).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('allows ticket duplication, not before the answer', async () => {
  let answer;
  fetchMock.post('/duplicateTicket', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('duplicateTicketButton')); });
  expect(screen.queryByText('Ticket duplicated')).toBeNull();
  expect(screen.queryByText('Unable to duplicate ticket.')).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText('Ticket duplicated')).toBeInTheDocument();
}, 10000);
